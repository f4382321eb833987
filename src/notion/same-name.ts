// When two names are the same: the very same words, whatever their case and the blanks between them.

export const foldedName = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
