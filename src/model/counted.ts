// How many of what, in words.

/** `1 track`, `12 tracks`. @param more what several are called; default: the same with an s */
export const counted = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`
