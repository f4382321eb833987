// Words with inline Markdown as rich text. (placeholder)
import type { Json } from '../api/check.ts'
export const inlineItems = (text: string): Json[] => [{ text: { content: text } }]
