import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isOtherVersion, programVersion } from '../../../src/cluster/machines/version.ts'

const COMMIT = 'd71e125aa0000000000000000000000000000000'
let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'version-'))
  writeFileSync(join(home, 'package.json'), '{"version": "1.2.3"}')
})
afterEach(() => rmSync(home, { recursive: true }))

/** @param files of `.git` */
function checkout(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(home, '.git', name, '..'), { recursive: true })
    writeFileSync(join(home, '.git', name), text)
  }
}

describe('the version of the program', () => {
  it('is that of the package, and of the commit where there is one', () => {
    expect(programVersion(home)).toBe('1.2.3')
    checkout({ HEAD: 'ref: refs/heads/main\n', 'packed-refs': `# pack-refs\n${COMMIT} refs/heads/main\n` })
    expect(programVersion(home)).toBe('1.2.3+d71e125')
    checkout({ 'refs/heads/main': `${COMMIT.replace('d', 'e')}\n` })
    expect(programVersion(home)).toBe('1.2.3+e71e125')
    checkout({ HEAD: `${COMMIT}\n` })
    expect(programVersion(home)).toBe('1.2.3+d71e125')
  })

  it('is another one when version or commit differ; one without a commit may be any of its version', () => {
    const pairs = [
      ['1.2.3', '1.2.3+a'],
      ['1.2.3+a', '1.2.3+a'],
      ['1.2.3+a', '1.2.3+b'],
      ['1.2.3', '1.2.4'],
      [undefined, '1.2.3'],
      [undefined, undefined],
    ] as const
    expect(pairs.map(([one, other]) => isOtherVersion(one, other))).toEqual([false, false, true, true, true, false])
  })
})
