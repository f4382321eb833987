import { describe, expect, it } from 'vitest'
import { commandOf, whyNoCommand } from '../../../../src/model/agents/command.ts'

const SLOTS = {
  prompt: 'do it; rm -rf / $HOME {taskFile}',
  promptFile: '/w/TASK.md',
  taskFile: '/w/task.json',
  resultFile: '/w/result.json',
  workDir: '/w',
}

describe('the command of an agent', () => {
  it('has its slots filled, each as one argument, and what fills one fills no other', () => {
    expect(commandOf(['claude', '-p', '{prompt}', '--add-dir={workDir}', '{a b}'], SLOTS)).toEqual([
      'claude',
      '-p',
      SLOTS.prompt,
      '--add-dir=/w',
      '{a b}',
    ])
  })

  it('a task that is too long for an argument is refused', () => {
    expect(() => commandOf(['x', '{prompt}'], { ...SLOTS, prompt: 'x'.repeat(200_000) })).toThrow(
      /give the agent \{promptFile\}/,
    )
  })

  it('says what is wrong with it', () => {
    expect(whyNoCommand(['claude', '-p', '{prompt}'])).toBeUndefined()
    expect(whyNoCommand(['claude', '{promt}'])).toMatch(/\{promt\} is no slot: expected \{prompt\}/)
    expect(whyNoCommand(['{workDir}/run'])).toMatch(/the program itself/)
  })
})
