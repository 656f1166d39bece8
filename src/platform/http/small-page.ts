/** A page for somebody whom a link has led nowhere. The words are ours: nothing of the request stands in it. */
export const smallPage = (title: string, lead: string, language = 'en') => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/small-page.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${lead}</p>
</main>
</body>
</html>
`

/** Its looks: served at `/small-page.css`. */
export const stylesheet = `:root{color-scheme:light dark;--ink:#1d2320;--soft:#5b655f;--paper:#fbfaf7;--card:#fff;--line:#e2dfd6;--accent:#1a6b4f}
@media (prefers-color-scheme:dark){:root{--ink:#eceae4;--soft:#a4aca6;--paper:#151816;--card:#1d211f;--line:#303632;--accent:#6fcfa8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:8vh 1.25rem 4rem}
svg{width:4.5rem;fill:var(--accent)}
h1{font-size:2.4rem;line-height:1.1;margin:.9rem 0 .4rem;letter-spacing:-.02em}
h2{font-size:1.15rem;margin:2.4rem 0 .4rem}
.lead{font-size:1.2rem;color:var(--soft);margin:0 0 2rem}
nav{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:.75rem}
nav a{display:block;padding:.9rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;color:inherit;text-decoration:none}
nav a:hover,nav a:focus-visible{border-color:var(--accent);outline:none;box-shadow:0 0 0 1px var(--accent)}
nav strong{display:block;color:var(--accent)}
nav span,.note{color:var(--soft);font-size:.95rem}
pre{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;overflow-x:auto;font-size:.88rem}
code{font-family:ui-monospace,monospace}
`
