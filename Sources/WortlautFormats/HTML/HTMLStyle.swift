/// The look of HTML pages: everything is in the page, nothing is fetched, and no script runs.
///
/// The legend's switches work by `:has()`. Colours come with a label of their own each, for those who cannot tell them
/// apart and for print.
enum HTMLStyle {
  /// What the legend switches: the id of the switch, the words beside it, and the class of what it hides.
  static let entitySwitches = [
    (id: "show-per", label: "People", sample: "PER"), (id: "show-loc", label: "Places", sample: "LOC"),
    (id: "show-org", label: "Organisations", sample: "ORG"), (id: "show-misc", label: "Others", sample: "MISC"),
  ]
  static let quoteSwitches = [
    (id: "show-direct", label: "Direct speech", sample: "direct"),
    (id: "show-indirect", label: "Other speech", sample: "indirect"),
    (id: "show-speaker", label: "Speakers and cues", sample: "speaker"),
  ]

  static let css = """
    :root{color-scheme:light dark;--ink:#1c1b1a;--paper:#fdfcfa;--soft:#6b6762;--line:#dcd7cf;--bar:#f4f1ec;
    --per:#b3261e;--loc:#1b6e3a;--org:#1f4fa3;--misc:#7a3d94;
    --per-bg:#fbe3e0;--loc-bg:#dff2e4;--org-bg:#e0eafb;--misc-bg:#f2e4f8;--quote-bg:#fff3cf;--other-bg:#efece2}
    @media (prefers-color-scheme:dark){:root{--ink:#e9e6e1;--paper:#181716;--soft:#a39d95;--line:#3b3834;--bar:#211f1d;
    --per:#ff9d94;--loc:#7fd39b;--org:#9dbfff;--misc:#d9a8f0;
    --per-bg:#47201d;--loc-bg:#17351f;--org-bg:#1c2c49;--misc-bg:#37203f;--quote-bg:#3d3413;--other-bg:#2d2a22}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.65 Georgia,"Times New Roman",serif;
    overflow-wrap:anywhere}
    header,main,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
    h1,h2,h3,legend,label,th,nav,footer,.note{font-family:system-ui,sans-serif}
    h1{font-size:1.5rem;margin:1.5rem 0 .25rem;line-height:1.25}
    h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);line-height:1.3}
    h3{font-size:1rem;margin:1.75rem 0 .5rem}
    .legend{position:sticky;top:0;z-index:1;background:var(--bar);border-bottom:1px solid var(--line)}
    .legend form{max-width:46rem;margin:0 auto;padding:.4rem 1rem;display:flex;flex-wrap:wrap;gap:.2rem 1rem}
    fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem}
    legend{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
    label{font-size:.875rem;display:inline-flex;align-items:center;gap:.35rem;min-height:1.75rem;cursor:pointer}
    input{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--org)}
    input:focus-visible,a:focus-visible{outline:3px solid var(--org);outline-offset:2px}
    .text h3{font-family:inherit;font-size:1.2rem;line-height:1.35}
    .text .byline,.note,.soft{color:var(--soft);font-size:.9rem}
    .text .kept{white-space:pre-line}
    .text .line{margin:0}
    mark{color:inherit;background:none;border-radius:.2rem;padding:.05em .1em}
    mark::after{content:attr(data-type);font:600 .6em/1 system-ui,sans-serif;margin-left:.25em;vertical-align:.15em}
    mark.more::after{content:none}
    mark.PER{background:var(--per-bg)}mark.PER::after{color:var(--per)}
    mark.LOC{background:var(--loc-bg)}mark.LOC::after{color:var(--loc)}
    mark.ORG{background:var(--org-bg)}mark.ORG::after{color:var(--org)}
    mark.MISC{background:var(--misc-bg)}mark.MISC::after{color:var(--misc)}
    .direct,.indirect{padding:.1em 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
    .direct{background:var(--quote-bg)}
    .indirect{background:var(--other-bg)}
    .speaker{border-bottom:2px solid var(--soft)}
    .cue{border-bottom:2px dotted var(--soft)}
    .number{font:600 .7em/1 system-ui,sans-serif;vertical-align:super;margin-right:.15em;text-decoration:none}
    a{color:var(--org)}
    :target{outline:2px solid var(--org);outline-offset:2px}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:.95rem}
    th,td{text-align:left;vertical-align:baseline;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
    th{font-size:.8rem;color:var(--soft);font-weight:600;white-space:nowrap}
    td:first-child{white-space:nowrap}
    .tag{font:600 .75rem/1 system-ui,sans-serif;color:var(--soft)}
    .failed{border-left:4px solid var(--per);padding-left:.75rem}
    summary{cursor:pointer;font-weight:600;min-height:2rem;padding:.25rem 0}
    summary:focus-visible{outline:3px solid var(--org);outline-offset:2px}
    nav ol,nav ul{padding-left:1.25rem}
    footer{color:var(--soft);font-size:.8rem;margin:3rem auto 2rem}
    @media (max-width:34rem){body{font-size:1rem}.legend{position:static}
    table.stack thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
    table.stack tr{display:block;border-bottom:1px solid var(--line);padding:.5rem 0}
    table.stack td{display:block;border:0;padding:.1rem 0}table.stack td:empty{display:none}
    table.stack td[data-name]::before{content:attr(data-name) ": ";font:600 .75rem/1 system-ui,sans-serif;color:var(--soft)}}
    @media print{.legend,nav{display:none}body{font-size:10.5pt;background:#fff;color:#000}
    h2{break-before:page;border:0}main>article:first-of-type h2{break-before:auto}
    h2,h3{break-after:avoid}tr{break-inside:avoid}a{color:inherit;text-decoration:none}
    mark,.direct,.indirect{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """ + "\n" + rules

  /// What a switch that is off does.
  private static var rules: String {
    var rules: [String] = []
    for item in entitySwitches {
      rules.append("body:has(#\(item.id):not(:checked)) mark.\(item.sample){background:none}")
      rules.append("body:has(#\(item.id):not(:checked)) mark.\(item.sample)::after{content:none}")
    }
    for item in quoteSwitches where item.sample != "speaker" {
      rules.append("body:has(#\(item.id):not(:checked)) .\(item.sample){background:none}")
      rules.append("body:has(#\(item.id):not(:checked)) .\(item.sample) .number{display:none}")
    }
    rules.append("body:has(#show-speaker:not(:checked)) :is(.speaker,.cue){border-bottom:0}")
    return rules.joined(separator: "\n")
  }
}
