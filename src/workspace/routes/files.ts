// The bytes of uploaded files, behind links that expire. Outside the API: browsers and players ask without a token.

import { ApiError, notFound } from '../api/api-error.ts'
import { uuidAt } from '../api/check.ts'
import type { Store } from '../store/store.ts'

/** Links to files are `/files/<id of the upload>?expires=<epoch milliseconds>`. */
export const FILE_ROUTE = '/files/'

/** @throws ApiError when there is no such file, or its link has expired */
export function serveFile(store: Store, url: URL, now: number): Response {
  const id = uuidAt(url.pathname.slice(FILE_ROUTE.length), 'path.file_upload_id')
  const upload = store.uploads.get(id)
  const bytes = upload && store.uploads.content(id)
  if (!bytes) throw notFound('file_upload', id)
  if (!(Number(url.searchParams.get('expires')) > now))
    throw new ApiError(403, 'restricted_resource', 'The link to this file has expired.')
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': upload.contentType ?? 'application/octet-stream',
      'content-length': String(bytes.length),
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent((upload.filename ?? id).toWellFormed())}`,
      // A page someone uploaded is shown, and does nothing.
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    },
  })
}
