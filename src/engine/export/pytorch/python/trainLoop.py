def say(text):
    """One of the processes speaks for all."""
    if rank == 0:
        print(text, flush=True)


def unwrapped(model):
    return model.module if isinstance(model, DistributedDataParallel) else model


def summed(value):
    """The sum over all processes."""
    if processes == 1:
        return float(value)
    total = torch.tensor(float(value), device=device)
    dist.all_reduce(total)
    return float(total)


def nats(logits, targets):
    """The sum of -ln p of the targets; those that are -1 do not count."""
    return F.cross_entropy(logits.flatten(0, -2), targets.flatten(), ignore_index=-1, reduction="sum")


def forgetting(ids, boundary=BOUNDARY, unknown=READ_AS):
    """Symbols of which some are read, in training, as ones that the model does not know."""
    if args.input_dropout == 0 or not learning:
        return ids
    forgotten = (torch.rand(ids.shape, device=ids.device) < args.input_dropout) & (ids != boundary)
    return torch.where(forgotten, torch.full_like(ids, unknown), ids)


def optimizer_of(parameters):
    """The optimizer of the experiment, in PyTorch's terms."""
    rate = args.learning_rate
    if args.optimizer == "adam":
        return torch.optim.Adam(parameters, lr=rate)
    if args.optimizer == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=args.momentum)
    if args.optimizer == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, momentum=args.momentum)
    return torch.optim.Adagrad(parameters, lr=rate)


def rate_at(progress):
    """The learning rate at a fraction of the way: warmed up at first, then falling as the schedule says."""
    falling = {
        "constant": 1.0,
        "cosine": 0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2,
        "step": 0.5 ** min(3, math.floor(4 * progress)),
    }[args.schedule]
    return args.learning_rate * falling * (1 if progress >= args.warmup else progress / args.warmup)


def judged(model, data):
    """The mean of -ln p over what was held out."""
    global learning
    learning = False
    model = unwrapped(model).eval()
    nats_of, count, state = 0.0, 0, None
    with torch.no_grad():
        for batch in data.epoch(0):
            loss, many, state = told(model, batch, state)
            nats_of, count = nats_of + float(loss), count + many
    model.train()
    learning = True
    return summed(nats_of) / max(1.0, summed(count))


def train():
    random.seed(args.seed)
    torch.manual_seed(args.seed + rank)
    data, held = read_data()
    updates = args.updates or max(1, round(args.epochs * data.updates))
    every = args.validate_every or max(1, min(data.updates, updates // 10))
    model = load().to(device)
    for part in model.modules():
        if isinstance(part, nn.Dropout) or (isinstance(part, nn.RNNBase) and part.num_layers > 1):
            setattr(part, "p" if isinstance(part, nn.Dropout) else "dropout", args.dropout)
    best = judged(model, held) if held else math.inf
    begun = best
    if held:
        say(f"Before: {best:.4f} nats on what is held out.")
    model.train()
    if processes > 1:
        model = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)
    optimizer = optimizer_of(model.parameters())
    update, number = 0, 0
    while update < updates:
        state = None
        for batch in data.epoch(number):
            for group in optimizer.param_groups:
                group["lr"] = rate_at(update / updates)
            optimizer.zero_grad()
            loss, many, state = told(model, batch, state)
            state = detached(state)
            total = max(1.0, summed(many))
            (loss * (processes / total)).backward()  # DistributedDataParallel takes the mean over processes
            if args.clip > 0:
                nn.utils.clip_grad_norm_(model.parameters(), args.clip)
            optimizer.step()
            update += 1
            if update % args.report_every == 0 or update == updates:
                say(f"Update {update} of {updates}: {summed(float(loss)) / total:.4f} nats.")
            if held and (update % every == 0 or update == updates):
                now = judged(model, held)
                say(f"Update {update} of {updates}: {now:.4f} nats on what is held out.")
                if now < best:
                    best = now
                    if rank == 0:
                        save(unwrapped(model), args.output)
            if update == updates:
                break
        number += 1
    if not held and rank == 0:
        save(unwrapped(model), args.output)
    if held and best == begun:
        say("No update made it better on what is held out: the weights stay as they were.")
    else:
        say(f"Written to {Path(args.output) / 'model.safetensors'}.")
    if processes > 1:
        dist.barrier()
        dist.destroy_process_group()


rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
learning = True  # not while what is held out is judged

if __name__ == "__main__":
    args = arguments()
    device = torch.device(args.device)
    if device.type == "cuda" and processes > 1:
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    if processes > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    train()
