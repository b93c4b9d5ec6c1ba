filedesc://beacon-2005.arc 0.0.0.0 20050612080000 text/plain 78
1 0 The Ostley Beacon
URL IP-address Archive-date Content-type Archive-length

http://beacon.example/mill 192.0.2.7 20050612080910 text/html 721
HTTP/1.0 200 OK
Content-Type: text/html; charset=iso-8859-1

<!DOCTYPE html>
<html lang="en">
<head>
<title>Old mill wheel turns again</title>
<meta property="og:site_name" content="The Ostley Beacon">
</head>
<body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/letters">Letters</a></nav>
<article>
<h1>Old mill wheel turns again</h1>
<p>The wheel of the old mill below Café Marlow turned for the first time in sixty years on Sunday, for a little under nine minutes.</p>
<p>It drove nothing. The millstones were sold in 1948, and the shaft now ends in the cellar of the café, where it stirs the air above the flour bins.</p>
</article>
<footer>Published in Ostley since 1881</footer>
</body>
</html>

