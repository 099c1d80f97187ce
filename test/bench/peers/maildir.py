"""maildir.py FOLDER: the floor for intake. Reads the Maildir FOLDER/new with the email package, one JSON file a mail, not
durable, then moves the mail to FOLDER/.Done/cur. Prints mails a second."""
import email, email.policy, json, os, sys, time

folder = sys.argv[1]
out = os.path.join(folder, "out")
for place in (out, os.path.join(folder, ".Done", "cur")):
    os.makedirs(place, exist_ok=True)
began, done = time.perf_counter(), 0
for name in sorted(os.listdir(os.path.join(folder, "new"))):
    path = os.path.join(folder, "new", name)
    with open(path, "rb") as file:
        mail = email.message_from_bytes(file.read(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    said = {"from": str(mail["from"]), "subject": str(mail["subject"]), "id": str(mail["message-id"])}
    with open(os.path.join(out, name + ".tmp"), "w") as file:
        json.dump({**said, "text": body.get_content() if body else ""}, file)
    os.rename(os.path.join(out, name + ".tmp"), os.path.join(out, name + ".json"))
    os.rename(path, os.path.join(folder, ".Done", "cur", name + ":2,S"))
    done += 1
print(json.dumps({"perSecond": done / (time.perf_counter() - began), "done": done}))
