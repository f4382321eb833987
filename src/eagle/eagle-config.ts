// How Eagle is reached, as the settings say.

import type { Config } from '../config.ts'

export interface EagleConfig {
  /** `auto`: from the first time that it is found running. */
  mode: 'auto' | 'true' | 'false'
  url: string
  token: string | undefined
  /** Path or name of the one library that is written; absent: the one that is open at the first use. */
  library: string | undefined
}

export const eagleConfig = ({ settings }: Config): EagleConfig => ({
  // demo songs go into nobody's library unasked
  mode: settings.EAGLE_ENABLED === 'auto' && !settings.NOTION_TOKEN ? 'false' : settings.EAGLE_ENABLED,
  url: settings.EAGLE_URL,
  token: settings.EAGLE_TOKEN,
  library: settings.EAGLE_LIBRARY,
})
