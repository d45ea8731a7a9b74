import { CommandError } from './command-error.ts';
import { discoverServers } from './hsm-tools/discovery.ts';
import type { ConfiguredServer } from './hsm-tools/server-file.ts';
import { withSystem, withTools } from './system.ts';

type Discover = (path: string, configured: readonly ConfiguredServer[]) => Promise<readonly ConfiguredServer[]>;

/** Runs work that may ask the system of a data directory for the HSMs of a cluster; without one, nobody tells. */
export async function withDiscovery<T>(dataDir: string, work: (discover: Discover) => Promise<T>): Promise<T> {
  let isAsked = false;
  try {
    return await withSystem(dataDir, ({ directory, settings }) =>
      withTools(
        directory,
        settings,
        () => undefined,
        ({ clusters }) => {
          isAsked = true;
          return work((path, configured) => discoverServers(clusters, path, configured));
        },
      ),
    );
  } catch (error) {
    if (isAsked || !(error instanceof CommandError)) throw error;
    return await work((_path, configured) => Promise.resolve(configured));
  }
}
