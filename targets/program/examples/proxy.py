#!/usr/bin/env python3
"""A correct key-value store and set: the first node keeps everything, the others forward to it.

It needs nothing but Python 3. It is linearizable, since one node decides all; it is unavailable
wherever the first node cannot be reached. A write is on disk before it is acknowledged.
"""
import json
import os
import sys
import time

me, leader = None, None
data = {"registers": {}, "sets": {}}
forwarded = {}  # our msg_id -> (client, its msg_id)
# Never used before, not even by this node's former lives: a late answer must not match.
next_id = time.time_ns()


def send(dest, body):
    sys.stdout.write(json.dumps({"src": me, "dest": dest, "body": body}) + "\n")
    sys.stdout.flush()


def load():
    if os.path.exists("data.json"):
        with open("data.json") as file:
            data.update(json.load(file))


def save():
    with open("data.new", "w") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace("data.new", "data.json")


def apply(body):
    """Decides one request; the answer, without the address."""
    kind, key = body["type"], str(body.get("key", ""))
    registers, sets = data["registers"], data["sets"]
    if kind == "add":
        elements = sets.setdefault(key, [])
        if body["element"] not in elements:
            elements.append(body["element"])
            save()
        return {"type": "add_ok"}
    if kind == "read":
        if key in sets or "key" not in body:
            return {"type": "read_ok", "value": sets.get(key, [])}
        if key not in registers:
            return {"type": "error", "code": 20, "text": "no such key"}
        return {"type": "read_ok", "value": registers[key]}
    if kind == "write":
        registers[key] = body["value"]
    elif kind == "cas":
        if key not in registers:
            return {"type": "error", "code": 20, "text": "no such key"}
        if registers[key] != body["from"]:
            return {"type": "error", "code": 22, "text": "it is %s" % registers[key]}
        registers[key] = body["to"]
    else:
        return {"type": "error", "code": 10, "text": "unknown word"}
    save()
    return {"type": kind + "_ok"}


for line in sys.stdin:
    message = json.loads(line)
    body, src = message["body"], message["src"]
    if body["type"] == "init":
        me, leader = body["node_id"], body["node_ids"][0]
        load()
        send(src, {"type": "init_ok", "in_reply_to": body["msg_id"]})
    elif body.get("in_reply_to") in forwarded:
        client, msg_id = forwarded.pop(body["in_reply_to"])
        send(client, {**body, "in_reply_to": msg_id})
    elif "in_reply_to" in body:
        pass  # An answer that came twice.
    elif me == leader:
        send(src, {**apply(body), "in_reply_to": body["msg_id"]})
    else:
        next_id += 1
        forwarded[next_id] = (src, body["msg_id"])
        send(leader, {**body, "msg_id": next_id})
