import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServedWorkspace, serveWorkspace } from '../../src/workspace/serve.ts'
import { openWorkspace, type Workspace } from '../../src/workspace/workspace.ts'
import { MCP_SERVER, NTN, officialCommandLine, officialMcpServer, officialSdk, type TestClient } from './clients.ts'
import { runScript } from './script.ts'

let folder: string
let workspace: Workspace
let served: ServedWorkspace
let client: TestClient | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  workspace = openWorkspace({ file: join(folder, 'workspace.db') })
  served = await serveWorkspace(workspace, { port: 0 })
})
afterEach(async () => {
  await client?.close()
  client = undefined
  await served.close()
  workspace.close()
  await rm(folder, { recursive: true })
})

describe('the same script against `workspace serve`, by', () => {
  it('the official SDK', async () => {
    client = officialSdk(served.url)
    await runScript(client.run, { database: workspace.ids.tracks })
  })

  it.skipIf(!existsSync(MCP_SERVER))('the official MCP server (needs npm ci --prefix test/conformance)', async () => {
    client = await officialMcpServer(served.url)
    await runScript(client.run, { database: workspace.ids.tracks, commentsFail: true })
    const { run } = client
    await expect(run('create-a-comment', { parent: { page_id: workspace.ids.tracks }, rich_text: [] })).rejects.toThrow(
      'missing_version',
    )
  })

  it.skipIf(!existsSync(NTN))('ntn, written in Rust (needs npm ci --prefix test/conformance)', async () => {
    client = await officialCommandLine(served.url, folder)
    await runScript(client.run, { database: workspace.ids.tracks })
  })
})
