/** A platform whose machines start with an empty disk at every deployment, unless a volume is attached. */
export type Platform = 'Railway' | 'Render' | 'Fly.io'

// What each of them sets by itself: https://docs.railway.com/reference/variables,
// https://render.com/docs/environment-variables, https://fly.io/docs/machines/runtime-environment/
const marks: readonly (readonly [string, Platform])[] = [
  ['RAILWAY_PROJECT_ID', 'Railway'],
  ['RENDER_SERVICE_ID', 'Render'],
  ['FLY_APP_NAME', 'Fly.io'],
]

/** On which platform this process runs; undefined on a machine of one's own. */
export function platformOf(environment: Readonly<Record<string, string | undefined>>): Platform | undefined {
  return marks.find(([name]) => environment[name])?.[1]
}
