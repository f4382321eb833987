// Audio that is never asked for: refused before any process is started.

import { InputFault } from '../errors.ts'
import { protectedService } from '../model/url/protected.ts'

/** @throws InputFault when a link leads to audio that is protected */
export function refuseProtected(link: string): void {
  const service = protectedService(link)
  if (service) throw new InputFault(`${service}'s audio is DRM-protected; another link is needed`, 'DRM')
}
