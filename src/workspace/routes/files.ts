// placeholder, the uploads helper replaces it
import type { Store } from '../store/store.ts'
export const FILE_ROUTE = '/files/'
export const serveFile = (_store: Store, _url: URL, _now: number): Response => new Response('', { status: 404 })
