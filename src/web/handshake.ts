// The key of Notion's webhook: taken in once, while a person armed it, and kept in a file only its owner may read.

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { sync } from '../durable-file.ts'
import { isSigned } from './signatures.ts'

const Kept = z.object({
  token: z.string(),
  /** Epoch ms. */
  at: z.number(),
  /** The one before, accepted until then. */
  former: z.object({ token: z.string(), until: z.number() }).optional(),
})
type Kept = z.infer<typeof Kept>

const Armed = z.object({ until: z.number(), pid: z.number() })

const ARMED_MS = 10 * 60_000
const OVERLAP_MS = 24 * 3600_000
const OWNER_ONLY = 0o600
/** A handshake's whole body; nothing else is one. */
const HANDSHAKE = /^\s*\{\s*"verification_token"\s*:\s*"([\w-]{10,200})"\s*\}\s*$/
const LONGEST = 512

export const KEY_FILE = 'notion-webhook.json'
const keyFile = (varDir: string) => join(varDir, KEY_FILE)
const armedFile = (varDir: string) => join(varDir, 'notion-webhook-armed.json')

/** For ten minutes one handshake is taken in, also by an instance that runs already. @returns epoch ms of the end */
export function arm(varDir: string, now: number): number {
  const until = now + ARMED_MS
  const beside = `${armedFile(varDir)}.new`
  mkdirSync(varDir, { recursive: true })
  writeFileSync(beside, JSON.stringify({ until, pid: process.pid }), { mode: OWNER_ONLY })
  renameSync(beside, armedFile(varDir))
  return until
}

/** Until when a handshake is taken in, epoch ms; undefined: nobody armed it. */
export const armedUntil = (varDir: string): number | undefined => readAs(Armed, armedFile(varDir))?.until

/** The key that was taken in, and when (epoch ms). */
export const keptKey = (varDir: string): Kept | undefined => readAs(Kept, keyFile(varDir))

export interface WebhookKeys {
  /** Whether a body was signed with a key that counts now. */
  isSigned(body: Buffer, signature: string | undefined): boolean
  /** The token of a handshake that signs itself; undefined: it is none. */
  handshakeIn(body: Buffer, signature: string | undefined): string | undefined
  /** On the disk when it resolves. @returns who armed it; undefined: nobody did, and nothing is changed */
  take(token: string): Promise<{ pid: number } | undefined>
}

/** @param given keys of the settings */
export function openKeys(varDir: string, given: readonly string[], now: () => number): WebhookKeys {
  const kept = cached(keyFile(varDir), () => keptKey(varDir))
  let taking = Promise.resolve()

  async function take(token: string) {
    const armed = readAs(Armed, armedFile(varDir))
    if (!armed || armed.until < now()) return undefined
    const before = keptKey(varDir)
    const former = before && before.token !== token ? { token: before.token, until: now() + OVERLAP_MS } : undefined
    await writeKey(keyFile(varDir), { token, at: now(), former })
    rmSync(armedFile(varDir), { force: true })
    return { pid: armed.pid }
  }

  return {
    isSigned(body, signature) {
      const { token, former } = kept() ?? {}
      const keys = [...given, token, former && former.until > now() ? former.token : undefined]
      return keys.some(key => key !== undefined && isSigned(body, signature, key))
    },
    handshakeIn(body, signature) {
      if (body.length > LONGEST) return undefined
      const token = HANDSHAKE.exec(body.toString('latin1'))?.[1]
      return token !== undefined && isSigned(body, signature, token) ? token : undefined
    },
    take(token) {
      const taken = taking.then(() => take(token))
      taking = taken.then(
        () => {},
        () => {},
      )
      return taken
    },
  }
}

async function writeKey(path: string, kept: Kept): Promise<void> {
  const beside = `${path}.new`
  {
    await using file = await open(beside, 'w', OWNER_ONLY)
    await file.chmod(OWNER_ONLY)
    await file.writeFile(JSON.stringify(kept))
    await file.sync()
  }
  await rename(beside, path)
  await sync(dirname(path))
}

/** Read anew when the file is another one. */
function cached<T>(path: string, read: () => T): () => T | undefined {
  let look = ''
  let value: T | undefined
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false })
    const seen = stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : ''
    if (seen !== look) {
      value = stat ? read() : undefined
      look = seen
    }
    return value
  }
}

function readAs<T>(form: z.ZodType<T>, path: string): T | undefined {
  try {
    return form.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
