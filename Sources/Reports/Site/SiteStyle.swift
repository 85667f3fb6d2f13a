/// The style of the public page: system letters, light or dark as the reader's machine is.
enum SiteStyle {
    static let text = """
        :root { --ground: #fbfaf7; --card: #fff; --text: #1f2a2e; --quiet: #56646a; --accent: #0b6e69; --line: #d9d6cf; --head: #eef4f3; }
        @media (prefers-color-scheme: dark) {
        :root { --ground: #14191b; --card: #1c2326; --text: #e6e9e8; --quiet: #a7b3b6; --accent: #6cc7c0; --line: #3a4448; --head: #243033; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
        header, main { max-width: 64rem; margin: 0 auto; padding: 16px; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 8px 24px; }
        header a { padding: 8px 0; }
        main { padding-top: 0; }
        h1 { font-size: 28px; line-height: 1.2; margin: 16px 0 8px; }
        h2 { font-size: 22px; line-height: 1.25; margin: 0 0 8px; }
        h3 { font-size: 18px; margin: 16px 0 4px; }
        p, li { max-width: 68ch; }
        a { color: var(--accent); }
        a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 16px; top: 8px; background: var(--card); padding: 8px; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 16px; margin: 0 0 24px; }
        .wide { overflow-x: auto; margin: 12px 0; }
        table { border-collapse: collapse; width: 100%; font-size: 16px; }
        caption { text-align: left; font-weight: 600; padding: 4px 0; }
        th, td { border-bottom: 1px solid var(--line); padding: 8px; text-align: left; vertical-align: top; }
        thead th { background: var(--head); font-weight: 600; font-size: 14px; }
        tbody th { font-weight: 400; }
        thead th.n { text-align: right; }
        td { position: relative; }
        \(PageTable.style)
        td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        td:nth-child(2):not(.n) { min-width: 14rem; }
        details { border-top: 1px solid var(--line); padding: 8px 0; }
        summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
        pre { overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
        code { font-size: 14px; }
        @media print { section { border: 0; padding: 0; } }

        """
}
