// placeholder, the blocks helper replaces it
import type { Call } from '../api/route.ts'
export const eraseChildren = (_call: Call, _pageId: string): void => {}
