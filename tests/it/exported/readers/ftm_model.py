"""FollowTheMoney entities, as its own model cleans and validates them. That drops
what it does not take and says nothing: so first what comes out is compared with
what went in, property by property."""

import json

from followthemoney import model

# Properties that are ids of entities, at both ends of a relation.
NOT_ENDS = {"Note", "Person", "Company", "Organization", "PublicBody", "Asset", "Security",
            "RealEstate", "BankAccount", "CryptoWallet"}


def lines(values):
    return dict(value.split(": ", 1) if ": " in value else (value.rstrip(":"), "") for value in values)


def read(path):
    facts, nodes, edges, notes, known = {}, [], [], [], {}
    with open(path, encoding="utf-8", newline="") as entities:
        given = [json.loads(line) for line in entities.read().split("\n") if line]
    prefix = given[0]["id"].removesuffix("N.about")
    key = lambda entity: entity.removeprefix(prefix)
    for entity in given:
        assert entity["id"] not in known, f"two of {entity['id']}"
        proxy = model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        kept = proxy.to_dict()["properties"]
        for name, values in entity["properties"].items():
            # Blanks and quotes in and round names are mended; names stand in the notes too.
            if name in ("name", "alias"):
                continue
            lost = [value for value in values if value not in kept.get(name, [])]
            assert not lost, f"{entity['id']} {name}: {lost[0]!r} became {kept.get(name, [])[:3]!r}"
        known[entity["id"]] = proxy
        # In the order in which they were given.
        properties = entity["properties"]
        if entity["id"] == prefix + "N.about":
            facts = lines(properties["description"])
        elif proxy.schema.name == "Note":
            notes.append(properties)
        elif proxy.schema.name in NOT_ENDS:
            attributes = lines(properties["notes"])
            attributes["description"] = properties.get("description", [""])[0]
            nodes.append([key(entity["id"]), attributes])
        else:
            schema = proxy.schema
            source, target = proxy.first(schema.edge_source), proxy.first(schema.edge_target)
            for end, prop in ((source, schema.edge_source), (target, schema.edge_target)):
                assert known[end].schema.is_a(schema.get(prop).range), f"{end} in {prop}"
            attributes = lines(properties["description"])
            words = properties.get("role", properties.get("relationship", [""]))[0]
            shown = " ".join(properties["summary"] + properties.get("status", []) + [words])
            for standing, word in (("denied", "DENIED"), ("retracted", "RETRACTED")):
                assert attributes["standing"] != standing or word in shown, entity["id"]
            edges.append([key(entity["id"]), key(source), key(target), attributes])
    for note in notes:
        assert all(end in known for end in note["entity"]), note
    facts["notes"] = [text for note in notes for text in note.get("description", [])]
    return {"facts": facts, "nodes": nodes, "edges": edges}
