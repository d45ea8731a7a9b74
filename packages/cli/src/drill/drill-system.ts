import type { ClusterServiceDefinition } from '@keystorm/protocol';
import type { Peer, Runtime } from '@keystorm/runtime';
import type { Terminal } from '../hsm-tools/tool-io.ts';
import type { AwsCall } from './aws-command.ts';
import type { ToolName } from './drill-file.ts';

/** A tool that was left open with its session. */
export interface OpenTool {
  /** What a person types to end it. */
  readonly ending: string;
}

/** The system that a drill is about, as its people reach it: by AWS's API, the lab, and the CloudHSM tools. */
export interface DrillSystem {
  readonly runtime: Runtime;
  readonly clusters: Peer<ClusterServiceDefinition>;
  /** Throws AwsError for what the service answered. */
  aws(call: AwsCall): Promise<unknown>;
  /** A request to the lab paths of the endpoint, such as `subnet-fill`. Throws CommandError. */
  lab(path: string, body: object): Promise<unknown>;
  /** Tells the CloudHSM tools the cluster of this HSM. Throws CommandError. */
  configure(eniIp: string): Promise<void>;
  /** Runs a tool with what is typed, to its end. Resolves to its exit code. */
  run(tool: ToolName, terminal: Terminal): Promise<number>;
  /** Types these lines into a tool, and leaves it open. Resolves when they have been typed. */
  leaveOpen(tool: ToolName, lines: readonly string[]): Promise<OpenTool>;
  /** Ends what was left open, as a person would who ends the tool. */
  endOpen(): Promise<void>;
}
