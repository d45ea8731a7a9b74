import { EXAMPLE } from '../example/example-system.ts';
import { accessKeyOf, withSystem } from '../system.ts';

/** Prints what AWS clients need to find the system. */
export async function env({ dataDir, json }: { readonly dataDir: string; readonly json?: boolean }): Promise<void> {
  await withSystem(dataDir, ({ endpoint, settings }) => {
    const { accessKeyId, secretAccessKey } = accessKeyOf(settings);
    const variables = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: EXAMPLE.region,
      AWS_DEFAULT_REGION: EXAMPLE.region,
      AWS_PAGER: '',
    };
    if (json) console.log(JSON.stringify(variables, null, 2));
    else for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${quoted(value)}`);
    return Promise.resolve();
  });
}

/** As a shell reads it. */
function quoted(value: string): string {
  return /^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
