/** Nothing that is put into a template can become markup or act on its reader. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { code, markdown } from "./markdown.ts";
import { markup } from "./markup.ts";
import { oneLine, plain } from "./plain.ts";

test("text and attributes stay text", () => {
  const hostile = `"><script>alert('x')</script>&amp;`;
  assert.equal(
    markup`<p title="${hostile}">${hostile}</p>`.text,
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;">' +
      "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</p>",
  );
});

test("markup within markup is not escaped twice, lists are joined", () => {
  const items = ["a<b", "c"].map((item) => markup`<li>${item}</li>`);
  assert.equal(markup`<ul>${items}</ul>${1}`.text, "<ul><li>a&lt;b</li><li>c</li></ul>1");
});

test("an object that only looks like markup can't be forged by a value of a history", () => {
  const parsed: unknown = JSON.parse('{"text":"<b>"}');
  assert.equal(markup`${JSON.stringify(parsed)}`.text, "{&quot;text&quot;:&quot;&lt;b&gt;&quot;}");
});

test("what XML forbids and what terminals or bidirectional text act on is spelled out", () => {
  assert.equal(plain("a\u0000b\u001b[31mc\u202ed\ufffe"), "a\\u0000b\\u001b[31mc\\u202ed\\ufffe");
  assert.equal(plain("\ud800 and \udc00"), "\\ud800 and \\udc00");
  assert.equal(plain("tabs\tand\nlines and 😀 stay"), "tabs\tand\nlines and 😀 stay");
  assert.equal(oneLine(" a\n\n b "), "a b");
});

test("Markdown: neither tags, links, tables, blocks nor mentions", () => {
  assert.equal(
    markdown`${"<img> [a](b) | **c** `d` @team &lt; https://x www.y"}`.text,
    "\\<img\\> \\[a\\](b) \\| \\*\\*c\\*\\* \\`d\\` &#64;team &amp;lt; https\\://x www\\.y",
  );
  assert.equal(markdown`${"1. one"}`.text, "1\\. one");
  assert.equal(markdown`${"- item"}`.text, "\\- item");
  assert.equal(markdown`${"a\n\n# b"}`.text, "a \\# b");
});

test("a code span holds any number of backticks and does not cut a table", () => {
  assert.equal(code("plain").text, "`plain`");
  assert.equal(code("a ``b`` | c").text, "``` a ``b`` \\| c ```");
});
