import type { Secret } from '@keystorm/runtime';

/** Where a tool's user sits: a person at a terminal, a script on standard input, a test. */
export interface Terminal {
  print(line: string): void;
  /** Reads a command; it goes into the history, unless it carries a secret. Undefined at the end of input. */
  readCommand(prompt: string): Promise<string | undefined>;
  /** Reads an answer to a question. Undefined at the end of input. */
  ask(question: string): Promise<string | undefined>;
  /** Reads an answer that is not shown. Undefined at the end of input. */
  askSecret(question: string): Promise<Secret<string> | undefined>;
}

/** Files that users name in commands. */
export interface ToolFiles {
  /** Undefined when there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  write(path: string, content: Uint8Array): Promise<void>;
}

/** What a tool touches besides its runtime. */
export interface ToolIo {
  readonly terminal: Terminal;
  readonly files: ToolFiles;
}
