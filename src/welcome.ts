/** The page at `/` until the console stands there: plain HTML, so that it works before anything else does. */
export const welcomePage = (publicUrl: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Symbolon</title>
<link rel="stylesheet" href="/welcome.css">
</head>
<body>
<main>
<svg viewBox="0 0 120 120" role="img" aria-label="A token broken in two halves"><path d="M57 8a52 52 0 0 0 0 104l-7-17 10-13-12-15 11-17-10-14 12-13z"/><path d="M65 8a52 52 0 0 1 0 104l-7-16 10-13-12-15 11-17-10-14 12-13z"/></svg>
<h1>Symbolon</h1>
<p class="lead">The partner platform that you run yourself. It is up, and waiting for its first request.</p>
<nav aria-label="Where to go">
<a href="/docs"><strong>API reference</strong><span>Every endpoint, with examples to copy</span></a>
<a href="/openapi.json"><strong>OpenAPI 3.1</strong><span>The same for programs and generators</span></a>
<a href="/healthz"><strong>Health</strong><span>Alive; <code>/readyz</code> says whether it can serve</span></a>
<a href="/metrics"><strong>Metrics</strong><span>Rates and latencies for Prometheus</span></a>
</nav>
<h2>First steps</h2>
<p>The root key was printed once, when the server first started. With it in <code>KEY</code>:</p>
<pre><code>curl -H "x-api-key: $KEY" ${publicUrl}/api/v1/me
curl -H "x-api-key: $KEY" -H "content-type: application/json" \\
  -d '{"name":"Larkspur Traders","domain":"larkspur.example.com"}' \\
  ${publicUrl}/api/v1/partners</code></pre>
<p>To look around with data in it, run <code>npm run symbolon -- demo</code> beside the server.</p>
<p class="note">The console for the team and the portal for partners will stand here.</p>
</main>
</body>
</html>
`

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
