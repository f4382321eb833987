// workspace page: a page on its own, such as a control page.

import { openLocalWorkspace } from '../../app.ts'
import type { Config } from '../../config.ts'
import { Environment } from '../../errors.ts'
import { print } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'

const HEADERS = {
  authorization: 'Bearer local',
  'content-type': 'application/json',
  'notion-version': '2025-09-03',
}

export async function addPage(flags: WorkspaceFlags, config: Config): Promise<number> {
  const title = flags.what.trim() || 'Control page'
  if (flags.dryRun) {
    print(flags, { would: 'add', page: title }, [`would add the page "${title}"`])
    return 0
  }
  const workspace = await openLocalWorkspace(config, false)
  try {
    const answer = await workspace.fetch('http://workspace/v1/pages', {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({
        parent: { workspace: true },
        properties: { title: { title: [{ text: { content: title } }] } },
      }),
    })
    const made: unknown = await answer.json()
    if (!answer.ok || typeof made !== 'object' || !made || !('id' in made))
      throw new Environment(`the page was not made: ${JSON.stringify(made)}`)
    const id = String(made.id)
    print(flags, { id, title }, [
      `${title}: ${id}`,
      `As the control page: CONTROL_PAGE_ID=${id}; as it stands: orchestrator workspace show ${id}`,
    ])
    return 0
  } finally {
    workspace.close()
  }
}
