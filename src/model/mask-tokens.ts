// Takes Notion tokens out of a text that others wrote.

const TOKEN = /\b(ntn_|secret_)[A-Za-z0-9]{8,}/g

export const maskTokens = (text: string): string => text.replace(TOKEN, '$1***')
