// Brings the audio into the staging folder.

import { need, type Stage } from '../stage.ts'
import { sourceIsWhole } from '../sums.ts'

export const download: Stage = {
  name: 'download',
  weight: 8,
  async run(work, { tools, signal, progress, spend }) {
    const source = await tools.sources.fetch(need(work.link, 'link'), {
      dir: work.staging,
      signal,
      onProgress: (done, total) => total && progress(done / total),
    })
    spend({ bytes: source.bytes })
    return { ...work, source }
  },
  receipt: {
    fields: ['link', 'choice', 'search', 'source'],
    holds: ({ source }) => sourceIsWhole(source),
  },
}
