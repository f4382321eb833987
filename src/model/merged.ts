// A row of a recording that another row has: it shares that row's files.

/** In `Audio Processing`. It is no error. */
export const MERGED_TAG = 'Merged Duplicate'
