/** The folder of this package. Code lies right below it, in `src` as in the bundle of `dist`. */
export const packageFolder = new URL('../', import.meta.url)
