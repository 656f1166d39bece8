/** A page for somebody whom a link has led nowhere. The words are ours: nothing of the request stands in it. */
export const smallPage = (title: string, lead: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/welcome.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${lead}</p>
</main>
</body>
</html>
`
