import { isHsmError } from '@keystorm/protocol';
import { AwayError, AwsError } from '../../packages/cli/src/aws-client.ts';
import { createCloudHsmMgmtUtil } from '../../packages/cli/src/cloudhsm-mgmt-util/cmu.ts';
import { configureServers } from '../../packages/cli/src/configure/configure.ts';
import type { ToolName } from '../../packages/cli/src/drill/drill-file.ts';
import type { DrillSystem } from '../../packages/cli/src/drill/drill-system.ts';
import { ScriptedTerminal } from '../../packages/cli/src/drill/scripted-terminal.ts';
import { readClientFile } from '../../packages/cli/src/hsm-tools/server-file.ts';
import type { Terminal } from '../../packages/cli/src/hsm-tools/tool-io.ts';
import { TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { createKeyMgmtUtil } from '../../packages/cli/src/key-mgmt-util/kmu.ts';
import { AnsweredError, callAws, harness, until, type World } from './world.ts';

const SERVICES = { kms: 'kms', cloudhsmv2: 'cloudhsm' } as const;
const CONFIGURATION = '/etc/cloudhsm.cfg';

/** A world as drills see it; its tools run on the operator's machine. */
export function drillSystem(world: World): DrillSystem {
  const runtime = world.operator;
  const files = new TypedFiles({ '/etc/customerCA.crt': world.customer.ca.certificate });
  let end: (() => void) | undefined;
  const run = async (tool: ToolName, terminal: Terminal) => {
    const configured = await readClientFile(files, CONFIGURATION);
    const io = { terminal, files };
    return tool === 'key_mgmt_util'
      ? createKeyMgmtUtil(runtime, io, configured).run()
      : createCloudHsmMgmtUtil(runtime, io, { servers: configured.servers, legacyText: false }).run();
  };
  let open: Promise<number> = Promise.resolve(0);
  return {
    runtime,
    clusters: world.clusterService,
    async aws({ service, operation, input }) {
      try {
        return await callAws(world, SERVICES[service], operation, input);
      } catch (error) {
        if (!(error instanceof AnsweredError)) throw error;
        if (error.status >= 500) throw new AwayError(operation, error.code, error.code);
        throw new AwsError(operation, error.code, error.message);
      }
    },
    lab: (path, body) => harness(world, `lab/${path}`, body),
    configure: (eniIp) =>
      configureServers({ clusters: world.clusterService, files, print: () => undefined }, eniIp, [CONFIGURATION]),
    run,
    async leaveOpen(tool, lines) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      end = () => resolve(undefined);
      const terminal = new ScriptedTerminal(lines, () => undefined, promise);
      open = run(tool, terminal);
      await until(world, `${tool} does not log in`, () =>
        Promise.resolve(terminal.screen.some((line) => line.includes('returned: 0x00')) || undefined),
      );
      return { ending: 'end it' };
    },
    async endOpen() {
      end?.();
      await open.catch((error: unknown) => {
        if (!isHsmError(error)) throw error;
      });
    },
  };
}
