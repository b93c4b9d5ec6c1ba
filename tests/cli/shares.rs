//! `speakers --by` and `--audit`: who has how much of what is quoted.

use crate::program::{Home, corpus, field};
use serde_json::Value;

/// Returns a home with two outlets, two months, a copy, and somebody unknown.
fn home() -> Home {
    let home = Home::new();
    let article = |id: &str, outlet: &str, date: &str, text: &str| {
        format!("{}\n", serde_json::json!({ "id": id, "outlet": outlet, "date": date, "text": text }))
    };
    // Eight words by Ash, six by Lee, two by nobody known.
    let ash = "“The weir will be rebuilt before the winter,” said Mayor Tom Ash.";
    let lee = "“No weir will stand here again,” said Ann Lee.";
    home.write(
        "a.jsonl",
        [
            article("a", "The Echo", "2024-01-30", &format!("{ash}\n\n{lee}")),
            article("b", "The Star", "2024-02-01", ash),
            article("c", "The Star", "", lee),
        ]
        .concat(),
    );
    home.index().ends(0);
    home
}

fn shares(home: &Home, args: &[&str], axis: &str) -> Vec<String> {
    let run = home.run([&["speakers", "--json"], args].concat()).ends(0);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let row = |r: &Value| {
        format!(
            "{} {} {} {} {} {} {}",
            text(&r[axis]),
            text(&r["name"]),
            r["quotes"],
            r["clusters"],
            r["articles"],
            r["words"],
            r["share"]
        )
    };
    run.records("share").iter().map(row).collect()
}

#[test]
fn speakers_by_outlet_month_and_role() {
    let home = home();
    let by_outlet = [
        "The Echo Ann Lee 1 1 1 6 0.4286",
        "The Echo Tom Ash 1 1 1 8 0.5714",
        "The Star Ann Lee 1 1 1 6 0.4286",
        "The Star Tom Ash 1 1 1 8 0.5714",
    ];
    assert_eq!(shares(&home, &["--by", "outlet"], "outlet"), by_outlet);
    assert_eq!(
        shares(&home, &["--by", "month"], "month"),
        [
            "2024-01 Ann Lee 1 1 1 6 0.4286",
            "2024-01 Tom Ash 1 1 1 8 0.5714",
            "2024-02 Tom Ash 1 1 1 8 1.0",
            "- Ann Lee 1 1 1 6 1.0"
        ]
    );
    // The words of Ash were printed twice: two quotations, one without copies.
    assert_eq!(shares(&home, &["--by", "role", "ash"], "role"), ["Mayor Tom Ash 2 1 2 16 1.0"]);
    let out = home.run(["speakers", "--by", "outlet", "-n", "1"]).ends(0).out;
    assert!(out.contains("The Echo") && !out.contains("Tom Ash") && out.contains("and 1 more"), "{out}");
}

#[test]
fn who_is_quoted_beside_whom() {
    let home = home();
    let row = home.run(["speakers", "--json", "ash"]).ends(0).record("speaker");
    assert_eq!(row["with"], serde_json::json!([{ "name": "Ann Lee", "articles": 1 }]));
    assert!(home.run(["speakers", "lee"]).ends(0).out.contains("Tom Ash (1)"));
}

#[test]
fn the_audit_table_joins_a_users_columns() {
    let home = home();
    let file = home.path("people.csv");
    std::fs::write(&file, "party,name\n\"Green, Left\",tom ash\nBlue,Nobody Here\n").expect("a file");
    let run = home.run(["speakers".as_ref(), "--audit".as_ref(), "--attributes".as_ref(), file.as_os_str()]).ends(0);
    let rows: Vec<&str> = run.out.split("\r\n").collect();
    assert_eq!(rows[0], "speaker,kind,role,outlet,month,quotes,clusters,articles,words,share,party");
    assert_eq!(rows[2], "Tom Ash,person,Mayor,The Echo,2024-01,1,1,1,8,0.5714,\"Green, Left\"");
    assert!(rows[3].starts_with("Tom Ash,person,Mayor,The Star,2024-02,1,1,1,8,"), "{}", rows[3]);
    assert_eq!(rows[4], "Ann Lee,person,,The Star,,1,1,1,6,1.0000,");
    assert!(run.err.contains("nobody in the table is called nobody here"), "{}", run.err);
}

#[test]
fn counts_add_up_over_places() {
    let all = corpus().run(["speakers", "--json", "-n", "10000"]).ends(0).records("speaker");
    let total = |rows: &[Value]| {
        rows.iter().filter(|r| r["kind"] != "unknown").filter_map(|r| r["quotes"].as_u64()).sum::<u64>()
    };
    for by in ["outlet", "month", "role"] {
        let rows = corpus().run(["speakers", "--json", "--by", by]).ends(0).records("share");
        assert_eq!(total(&rows), total(&all), "{by}");
        assert!(field(&rows, "/name").contains(&"Ilse Brandvold".to_owned()));
    }
    for (args, message) in [
        (&["speakers", "--by", "colour"][..], "possible values: outlet, month, role"),
        (&["speakers", "--attributes", "x.csv"], "--audit"),
        (&["speakers", "--audit", "--attributes", "none.csv"], "none.csv"),
    ] {
        let run = corpus().run(args).ends(2);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}
