import { ACCESS_KEY } from '../aws-client.ts';
import { EXAMPLE } from '../example/example-system.ts';
import { withSystem } from '../system.ts';

/** Prints what AWS clients need to find the system. */
export async function env({ dataDir, json }: { readonly dataDir: string; readonly json?: boolean }): Promise<void> {
  await withSystem(dataDir, ({ endpoint }) => {
    const variables = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ACCESS_KEY.secretAccessKey,
      AWS_REGION: EXAMPLE.region,
      AWS_DEFAULT_REGION: EXAMPLE.region,
      AWS_PAGER: '',
    };
    if (json) console.log(JSON.stringify(variables, null, 2));
    else
      for (const [name, value] of Object.entries(variables))
        console.log(`export ${name}=${value === '' ? "''" : value}`);
    return Promise.resolve();
  });
}
