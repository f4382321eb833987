// The answer to a write that was saved, yet not in time to be answered.

import { z } from 'zod'
import { toPageId } from '../../model/page-id.ts'
import { ApiError } from '../api/api-error.ts'
import { errorAnswer } from '../api/respond.ts'

const DEADLINE_MS = 55_000
const MESSAGE =
  'The change was saved, but the response could not be built in time. Read the object again instead of repeating the write.'

const Answer = z.object({
  id: z.string().optional(),
  results: z.array(z.object({ id: z.string() })).optional(),
})

/** `answer`: what the write would have been answered with; a refusal stays one, nothing was saved. */
export async function savedButLate(answer: Response, url: URL): Promise<Response> {
  if (!answer.ok) return answer
  const { id, results = [] } = Answer.parse(await answer.json())
  return errorAnswer(
    new ApiError(503, 'service_unavailable', MESSAGE, {
      from: 'public_api',
      elapsed_ms: String(DEADLINE_MS + 12),
      deadline_ms: String(DEADLINE_MS),
      retry_guidance: ['Do not repeat the write.', 'Read committed_resource_id to see what was saved.'],
      committed_resource_id: id ?? appendedTo(url),
      committed_child_ids: results.map(child => child.id),
    }),
  )
}

/** An append answers with the children alone; their parent stands in the path, with or without dashes. */
function appendedTo({ pathname }: URL): string {
  const [, parent = ''] = /\/blocks\/([^/]+)\/children/.exec(pathname) ?? []
  return toPageId(parent) ?? parent
}
