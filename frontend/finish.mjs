// Takes out what no page uses of GOV.UK's styles, and lays a compressed copy of every file beside it.
//
//   node frontend/finish.mjs FOLDER
//
// FOLDER holds app.css and the scripts. A style of ours always stays: only GOV.UK's classes are looked for, in our
// templates and in the templates of the components that the stylesheet takes in.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { PurgeCSS } from 'purgecss'

const folder = process.argv[2]
const GOVUK = 'node_modules/govuk-frontend/dist/govuk'
const components = [...readFileSync('frontend/app.scss', 'utf8').matchAll(/govuk\/components\/([a-z-]+)"/g)]

const [purged] = await new PurgeCSS().purge({
  css: [join(folder, 'app.css')],
  content: [
    'templates/**/*.html',
    'frontend/js/*.js',
    `${GOVUK}/template.njk`,
    ...components.map(([, name]) => `${GOVUK}/components/${name}/*.{njk,mjs}`)
  ],
  // What templates put together from parts: a tag's colour, a button's kind, a box's width and what stands beside it, a
  // column's kind, and the ways to the pages before and after, which without their place would cover the whole page.
  safelist: {
    standard: [
      /^(?!govuk)/,
      /^govuk-frontend-supported$/,
      /^govuk-(tag|button|input)(--|__)/,
      /^govuk-table__(header|cell)--/,
      /^govuk-pagination__(prev|next)$/
    ]
  },
  defaultExtractor: text => text.match(/[\w!:/@-]+/g) ?? []
})
writeFileSync(join(folder, 'app.css'), purged.css)

for (const name of readdirSync(folder)) {
  const bytes = readFileSync(join(folder, name))
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  writeFileSync(
    join(folder, `${name}.br`),
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
  )
}
