// Links to files of this workspace within Markdown.

const OURS = /\/files\/[0-9a-f-]{36}/

export const isOurFile = (url: string): boolean => OURS.test(url)

/** Such links differ from answer to answer by the time they expire; without it texts can be compared. */
export const withoutExpiry = (text: string): string => text.replaceAll(/(\/files\/[0-9a-f-]{36})\?expires=\d+/g, '$1')
