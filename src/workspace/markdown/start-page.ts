// placeholder, the markdown helper replaces it
import type { Call } from '../api/route.ts'
import type { PageRecord } from '../store/records.ts'
export const startFromMarkdown = (_call: Call, _page: PageRecord, _text: string): void => {}
