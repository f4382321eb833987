// The runner can fail: each planted fault is found by what is meant to find it, and the sound program passes there.

import { describe, expect, it } from 'vitest'
import { BUGS } from './planted/bugs.ts'
import { plant } from './planted/plant.ts'
import { isWhole } from './points.ts'
import { hasStrace } from './syscalls.ts'

describe('planted faults', () => {
  for (const { name, patches, setting = [], scenario, said } of BUGS) {
    const needsStrace = /R\d/.test(said.source)
    it.skipIf(needsStrace && !hasStrace)(`found: ${name}`, { timeout: 120_000 }, async () => {
      using planted = plant([...setting, ...patches])
      await expect(scenario(planted.tree)).rejects.toThrow(said)
    })

    it.runIf(isWhole && !(needsStrace && !hasStrace))(
      `not found where it is not: ${name}`,
      { timeout: 120_000 },
      async () => {
        using sound = plant(setting)
        await scenario(sound.tree)
      },
    )
  }
})
