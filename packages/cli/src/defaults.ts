/** Where a system keeps its data unless it is told otherwise. */
export const DATA_DIR_DEFAULT = '.keystorm';
