// Files the finished formats in the library.

import type { AudioFormat } from '../../config.ts'
import type { Stage } from '../stage.ts'

export const file: Stage = {
  name: 'file',
  async run(work, { tools }) {
    const entry = {
      pageId: work.row.id,
      title: work.row.title ?? work.source?.title ?? work.facts?.title,
      artist: work.row.artist ?? work.source?.artist ?? work.facts?.artist,
    }
    const files: Partial<Record<AudioFormat, string>> = {}
    for (const [format, path] of Object.entries(work.outputs) as [AudioFormat, string][]) {
      files[format] = await tools.library.add(entry, path, format)
    }
    return { ...work, files }
  },
}
