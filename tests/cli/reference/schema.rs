//! Types of a JSON schema as Markdown: a table of the fields of an object, a list of the values of an enumeration.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::sentence;
use crate::documents::root;

/// The types of a schema, and where the documents describe them.
pub(super) struct Types {
    /// The schemas by name.
    pub(super) all: Map<String, Value>,
    /// Where each type is described, as the target of a link.
    pub(super) links: BTreeMap<String, String>,
    /// What is said of a field that need not be there.
    pub(super) optional: &'static str,
}

/// Reads a schema that the tests of the library keep up to date: what it describes, by name, and its types.
pub(super) fn read(name: &str) -> (Map<String, Value>, Map<String, Value>) {
    let text = std::fs::read_to_string(root().join("tests/schemas").join(name)).unwrap();
    let Value::Object(mut schema) = serde_json::from_str(&text).unwrap() else {
        panic!("{name} is no object")
    };
    let mut take = |key: &str| match schema.remove(key) {
        Some(Value::Object(found)) => found,
        other => panic!("{name}: {key} is {other:?}"),
    };
    (take("properties"), take("$defs"))
}

/// The name of the type that a schema refers to.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

impl Types {
    /// Returns the types that a schema refers to, directly and through others that are not among `closed`.
    pub(super) fn reached(&self, schema: &Value, closed: &[&str]) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = Vec::new();
        all_references(schema, &mut open);
        while let Some(name) = open.pop() {
            if reached.insert(name.clone()) && !closed.contains(&&*name) {
                all_references(&self.all[&name], &mut open);
            }
        }
        reached
    }

    /// Whether a type is one string, number or the like, of which there is no more to say than one line.
    pub(super) fn is_single_value(&self, name: &str) -> bool {
        let schema = &self.all[name];
        schema.get("properties").is_none() && variants(schema).is_none()
    }

    /// Returns what the documents say of a type, below its heading.
    pub(super) fn described(&self, name: &str) -> String {
        let schema = &self.all[name];
        let told = told(schema);
        let mut text = if told.is_empty() { String::new() } else { format!("{}\n\n", sentence(&told)) };
        let mut variants = variants(schema).map(flattened);
        if let Some(variants) = &mut variants {
            // A form of which nothing is said but that it can be is that of older programs.
            variants.retain(|variant| variant["type"] != "null" && !variant.as_object().unwrap().is_empty());
        }
        let fields = self.fields(schema);
        match &variants {
            None => text += &fields,
            Some(variants) => {
                text += &self.variants(variants);
                if !fields.is_empty() {
                    text += &format!("\nEach has these fields too:\n\n{fields}");
                }
            }
        }
        text
    }

    /// Returns a table of the fields of an object; nothing where it has none.
    pub(super) fn fields(&self, schema: &Value) -> String {
        let mut rows = String::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let mut meaning = sentence(&told(field));
            if is_optional(schema, name) {
                meaning = format!("{meaning} {}", self.without(field)).trim().to_owned();
            }
            rows += &row(&[&format!("`{name}`"), &self.type_of(field), &meaning]);
        }
        if let Some(other @ Value::Object(_)) = schema.get("additionalProperties") {
            rows += &row(&["others", &self.type_of(other), "One for each name."]);
        }
        if rows.is_empty() { rows } else { format!("| field | type | meaning |\n|---|---|---|\n{rows}") }
    }

    /// What is said of a field that need not be there: that it may be absent, or what is taken then.
    fn without(&self, field: &Value) -> String {
        match field.get("default") {
            _ if told(field).contains("Default ") => String::new(),
            None | Some(Value::Null | Value::Object(_)) => self.optional.to_owned(),
            Some(Value::Array(list)) if list.is_empty() => self.optional.to_owned(),
            Some(default) => format!("Default: `{default}`."),
        }
    }

    /// Returns a list of values, or a table of forms where one of them holds more.
    fn variants(&self, variants: &[&Value]) -> String {
        if variants.iter().all(|variant| variant.get("properties").is_none()) {
            return variants
                .iter()
                .map(|variant| {
                    let meaning = told(variant);
                    let colon = if meaning.is_empty() { "" } else { ": " };
                    format!("- {}{colon}{}\n", self.type_of(variant), sentence(&meaning))
                })
                .collect();
        }
        let tag = variants.iter().find_map(|variant| tag(variant)).map(|(tag, _)| tag);
        let mut text = match tag {
            Some(tag) => format!("| `{tag}` | other fields | meaning |\n|---|---|---|\n"),
            None => "| form | fields | meaning |\n|---|---|---|\n".to_owned(),
        };
        for variant in variants {
            let meaning = sentence(&told(variant));
            let fields = variant["properties"].as_object();
            let others = fields.into_iter().flatten().filter(|(_, field)| field.get("const").is_none());
            match self::tag(variant) {
                Some((_, value)) => {
                    let others = others.map(|(name, field)| self.in_short(variant, name, field));
                    text +=
                        &row(&[&format!("`{value}`"), &others.collect::<Vec<_>>().join("<br>"), &meaning]);
                }
                // One field that names the form, as {"candidate": 3}.
                None if fields.is_some() => {
                    let names: Vec<String> = others.clone().map(|(name, _)| format!("\"{name}\"")).collect();
                    let others = others.map(|(name, field)| self.in_short(variant, name, field));
                    let form = format!("`{{{}: …}}`", names.join(": …, "));
                    text += &row(&[&form, &others.collect::<Vec<_>>().join("<br>"), &meaning]);
                }
                None => text += &row(&[&self.type_of(variant), "", &meaning]),
            }
        }
        text
    }

    /// A field of a form in one line of a cell.
    fn in_short(&self, of: &Value, name: &str, field: &Value) -> String {
        let told = sentence(&told(field));
        let colon = if told.is_empty() { "" } else { ": " };
        let optional =
            if is_optional(of, name) { format!(" {}", self.without(field)) } else { String::new() };
        format!("`{name}` ({}){colon}{told}{optional}", self.type_of(field))
    }

    /// Returns the type of a field in a few words, linked to where it is described.
    pub(super) fn type_of(&self, schema: &Value) -> String {
        if let Some(name) = referred(schema) {
            let shown = if self.is_single_value(name) { in_words(name) } else { name.to_owned() };
            return match self.links.get(name) {
                Some(link) => format!("[{shown}]({link})"),
                None => shown,
            };
        }
        if let Some(value) = schema.get("const") {
            return format!("`{value}`");
        }
        if let Some(variants) = variants(schema) {
            let types: Vec<String> =
                flattened(variants).iter().map(|variant| self.type_of(variant)).collect();
            return types.join(" or ");
        }
        let names: Vec<&str> = match &schema["type"] {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            Value::Null => return "any".to_owned(),
            other => panic!("a type is {other}"),
        };
        let types: Vec<String> = names
            .into_iter()
            .map(|name| match name {
                "array" => match (schema.get("items"), schema["prefixItems"].as_array()) {
                    (Some(items), _) => format!("list of {}", self.type_of(items)),
                    (None, Some(items)) => {
                        let items: Vec<String> = items.iter().map(|item| self.type_of(item)).collect();
                        format!("list [{}]", items.join(", "))
                    }
                    (None, None) => "list".to_owned(),
                },
                "object" => match schema.get("additionalProperties") {
                    Some(values @ Value::Object(_)) => format!("object, by name {}", self.type_of(values)),
                    _ => "object".to_owned(),
                },
                name => name.to_owned(),
            })
            .collect();
        types.join(" or ")
    }

    /// Returns the names of a result's fields as an outline of its JSON, with those of the objects in it down to a depth.
    pub(super) fn outline(&self, schema: &Value) -> String {
        let outline = self.outlined(schema, 3);
        let Some(fields) = outline.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return wrapped(&outline, "  ");
        };
        // Each field that is an object has its own lines.
        let (mut lines, mut depth) = (vec![String::new()], 0);
        for part in fields.split_inclusive(", ") {
            let opens = part.contains('{');
            let line = lines.last_mut().unwrap();
            if depth == 0 && opens && !line.is_empty() {
                lines.push(part.to_owned());
            } else {
                line.push_str(part);
            }
            depth += part.matches(['{', '[']).count();
            depth -= part.matches(['}', ']']).count();
            if depth == 0 && part.contains('}') {
                lines.push(String::new());
            }
        }
        lines.retain(|line| !line.is_empty());
        let lines: Vec<String> =
            lines.iter().map(|line| format!("  {}", wrapped(line.trim_end(), "    "))).collect();
        format!("{{\n{}\n}}", lines.join("\n"))
    }

    fn outlined(&self, schema: &Value, depth: usize) -> String {
        if let Some(name) = referred(schema) {
            return self.outlined(&self.all[name], depth);
        }
        if let Some(variants) = variants(schema) {
            // Null or one type; what can be of several forms is not outlined.
            let variants: Vec<&Value> =
                flattened(variants).into_iter().filter(|variant| variant["type"] != "null").collect();
            return match variants[..] {
                [one] => self.outlined(one, depth),
                _ if self.is_object(schema) => "{…}".to_owned(),
                _ => String::new(),
            };
        }
        if let Some(items) = schema.get("items") {
            return format!("[{}]", self.outlined(items, depth));
        }
        let has_others = matches!(schema.get("additionalProperties"), Some(Value::Object(_)));
        let Some(fields) = schema["properties"].as_object() else {
            return if has_others { "{…}".to_owned() } else { String::new() };
        };
        if depth == 0 {
            return "{…}".to_owned();
        }
        let fields = fields.iter().map(|(name, field)| match self.outlined(field, depth - 1) {
            inner if inner.is_empty() => format!("\"{name}\""),
            inner => format!("\"{name}\": {inner}"),
        });
        let others = has_others.then(|| "…".to_owned());
        format!("{{{}}}", fields.chain(others).collect::<Vec<_>>().join(", "))
    }

    /// Whether a type is an object in each of its forms.
    fn is_object(&self, schema: &Value) -> bool {
        if let Some(name) = referred(schema) {
            return self.is_object(&self.all[name]);
        }
        schema["type"] == "object"
            || variants(schema).is_some_and(|variants| variants.iter().all(|variant| self.is_object(variant)))
    }
}

/// A line broken behind commas where it grows long; the lines that follow are indented.
fn wrapped(line: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for part in line.split_inclusive(", ") {
        if lines.last().unwrap().chars().count() + part.trim_end().chars().count() > 110 {
            lines.push(indent.to_owned());
        }
        lines.last_mut().unwrap().push_str(part);
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The first paragraph of the description of a schema, in words of JSON.
pub(super) fn told(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    let text = text.split("\n\n").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace("[`", "`").replace("`]", "`").replace("`None`", "null");
    // A field or value of a type is named by its last part.
    let parts = text.split('`').enumerate().map(|(i, part)| match part.rsplit_once("::") {
        Some((_, last)) if i % 2 == 1 => last.to_owned(),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// The name of a type that is one value, as the documents call it: in words.
pub(super) fn in_words(name: &str) -> String {
    match name {
        "Named" => return "name".to_owned(),
        "ProposalId" => return "candidate number".to_owned(),
        "CodePointOffset" => return "position".to_owned(),
        "RunId" | "SegmentId" | "OperationId" => return in_words(&name.replace("Id", "Number")),
        _ => {}
    }
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn is_optional(schema: &Value, field: &str) -> bool {
    !schema["required"].as_array().into_iter().flatten().any(|required| required == field)
}

/// The field that tells one form from the others, and its value.
fn tag(variant: &Value) -> Option<(&str, &Value)> {
    let fields = variant["properties"].as_object()?;
    fields.iter().find_map(|(name, field)| Some((name.as_str(), field.get("const")?)))
}

fn variants(schema: &Value) -> Option<&[Value]> {
    schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array().map(Vec::as_slice)
}

/// The variants, with those of a variant that is a list of variants in its place.
fn flattened(variants: &[Value]) -> Vec<&Value> {
    variants.iter().flat_map(|variant| self::variants(variant).map_or(vec![variant], flattened)).collect()
}

fn all_references(schema: &Value, found: &mut Vec<String>) {
    found.extend(referred(schema).map(str::to_owned));
    match schema {
        Value::Object(fields) => fields.values().for_each(|field| all_references(field, found)),
        Value::Array(items) => items.iter().for_each(|item| all_references(item, found)),
        _ => {}
    }
}

/// A row of a table.
pub(super) fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}
