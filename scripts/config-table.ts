// Makes the README's settings table and .env.example from the schema in src/settings.ts.
//   node scripts/config-table.ts          prints the table
//   node scripts/config-table.ts --write  brings README.md and .env.example up to date

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { HOME_DIR } from '../src/config.ts'
import { SETTINGS } from '../src/settings.ts'

const START = '<!-- settings: made by scripts/config-table.ts -->'
const END = '<!-- /settings -->'

interface Setting {
  name: string
  meaning: string
  fallback: string
}

function settings(): Setting[] {
  return Object.entries(SETTINGS.shape).map(([name, schema]) => {
    const { description = '', shownDefault } = z.globalRegistry.get(schema) ?? {}
    const value = schema.safeParse(undefined).data
    return {
      name,
      meaning: description,
      fallback: String(shownDefault ?? (Array.isArray(value) ? value.join(',') : (value ?? ''))),
    }
  })
}

/** The table in Markdown. */
export function settingsTable(): string {
  const rows = settings().map(
    ({ name, meaning, fallback }) =>
      `| \`${name}\` | ${meaning} | ${fallback && (fallback.startsWith('the ') ? fallback : `\`${fallback}\``)} |`,
  )
  return ['| name | meaning | default |', '|---|---|---|', ...rows].join('\n')
}

/** Every setting, switched off, with its meaning. */
export function envExample(): string {
  const lines = settings().flatMap(({ name, meaning, fallback }) => [
    `# ${meaning}`,
    `#${name}=${fallback.startsWith('the ') ? '' : fallback}`,
    '',
  ])
  return `# Copy to .env and take the # off what you set.\n\n${lines.join('\n')}`
}

/** The README with its table replaced. */
export function withTable(readme: string): string {
  const [before = '', rest = ''] = readme.split(START)
  const after = rest.split(END)[1] ?? ''
  return `${before}${START}\n${settingsTable()}\n${END}${after}`
}

if (import.meta.main) {
  if (process.argv.includes('--write')) {
    const readme = join(HOME_DIR, 'README.md')
    writeFileSync(readme, withTable(readFileSync(readme, 'utf8')))
    writeFileSync(join(HOME_DIR, '.env.example'), envExample())
  } else console.log(settingsTable())
}
