import type { ToolIo } from './tool-io.ts';

/** Writes a file that the user named; says so where that cannot be done. */
export async function saveFile({ terminal, files }: ToolIo, path: string, content: Uint8Array): Promise<boolean> {
  try {
    await files.write(path, content);
    return true;
  } catch (error) {
    terminal.print(`The file cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Reads a file that the user named; says so where that cannot be done. */
export async function loadFile({ terminal, files }: ToolIo, path: string): Promise<Buffer | undefined> {
  try {
    const content = await files.read(path);
    if (content === undefined) terminal.print(`There is no file ${path}`);
    return content;
  } catch (error) {
    terminal.print(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
