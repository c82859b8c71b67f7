// The page: what the document says, in words.
const report = JSON.parse(document.getElementById("document").textContent);
const main = document.getElementById("report");
const add = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  main.append(element);
};
add("h1", report.title);
for (const finding of report.findings) add("p", finding.text);
