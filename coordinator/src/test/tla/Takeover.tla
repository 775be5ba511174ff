------------------------------ MODULE Takeover ------------------------------
(* Who may own the shared addresses: two agents, one linearizable ZooKeeper record (the tenure), and leases that each *)
(* server's kernel enforces. lease[n] > 0 is the only state in which server n's kernel passes the addresses.          *)
(*                                                                                                                    *)
(* "Rule n" is rule n of the design; TakeoverModelIT breaks them in turn and expects TLC to find two owners.          *)
(*                                                                                                                    *)
(*   action here                                  in TenureProtocol                           the call's purpose      *)
(*   ClaimVacant, ClaimPaired, ClaimAbandoned     claim                                       CLAIM                   *)
(*   Renew                                        onTimeout; claim, when the record names us  RENEW                   *)
(*   Pair                                         ackSeen, in SOLO                            PAIR                    *)
(*   Unpair                                       onTimeout, no ack for long                  RENEW, while PAIRED     *)
(*   HandOver, GiveUp                             handOver, from PAIRED and from SOLO         HAND_OVER, GIVE_UP      *)
(*   SendHeartbeat                                onTimeout; askLongPromise, for G                                    *)
(*   HeartbeatSeen, AckSeen                       heartbeatSeen, ackSeen                                              *)
(*   Read                                         read; handoverSeen, by which the holder tells it sooner             *)
(*   Answered, AnsweredRefused, AnswerLost        answered: Applied, Refused, Unknown                                 *)
(*   SessionEnded                                 sessionLost, then registered                                        *)
(*   Restart                                      a new TenureProtocol, which adopts what it finds                    *)
(*   Tick, Ping, Lose, Apply, ApplyLost           the world's doing                                                   *)
(*                                                                                                                    *)
(* Time is a countdown: Tick lowers every timer and ages every datagram and call. A frozen agent is one that takes no *)
(* step while Tick goes on; every state allows that. The kernel's clock is not frozen with it (rule 10).              *)
(*                                                                                                                    *)
(* Versions and epochs never repeat, so only their distance from the present one is kept. Of an epoch: e = 0 the      *)
(* present one, 1 the one before, 2 any older. Of a version: whether it is the present one; if not, a call that names *)
(* it can only be refused, so a view of it has the mode "STALE" and starts no call, and a call that becomes stale is  *)
(* refused then.                                                                                                      *)
(*                                                                                                                    *)
(* What can only make things safer is left out: ending a lease early (so a datagram of a higher epoch, which ends it  *)
(* at once, rule 9, is not modelled), a heartbeat held back until its epoch is known (it is a slow network), and      *)
(* sessions longer than the least the ensemble guarantees. Outside the model: the drift of clocks, for which the code *)
(* keeps a promise 1 % longer than it is worth (rule 2); and a tenure that somebody deletes under a running holder,   *)
(* for which the code waits out one lease at a vacant tenure, or a long promise once it has seen a holder.            *)
(*                                                                                                                    *)
(* Three checks are spare: with all three dropped at once (and small.cfg) TLC finds no second owner either. That a    *)
(* tenure which names another ends the lease (rule 9); that no ack counts while GIVE_UP is out (rule 11); that no     *)
(* heartbeat is acked while a call is out. Code and model have them all the same: they make a late server stop        *)
(* sooner.                                                                                                            *)
EXTENDS Integers, Sequences, TLC
CONSTANTS Nodes, None,
          T, G,      \* a promise, and a long one: for restarts
          S, Lag,    \* the session timeout, and how late the leader may learn of what a follower's client did
          TZ,        \* a lease that rests on ZooKeeper
          MaxMsgs,   \* datagrams in flight at once
          AsksLong   \* whether long promises are asked for; most broken rules show sooner without
Guaranteed == S - Lag  \* so long at least after a call or ping a session still lasts
ASSUME /\ T \in 1..(G - 1) /\ Guaranteed >= 2
       /\ TZ \in 1..Guaranteed  \* rule 3: S and Lag are measured; in the code TZ is LEASE_PER_SESSION of S

VARIABLES zk,      \* the tenure: [holder, mode], mode SOLO | PAIRED
          sess,    \* sess[n]: what is left of n's session at the leader; 0: ended, its member node is gone
          view,    \* view[n]: the tenure as n last learnt it: [holder, mode, e], mode SOLO | PAIRED | STALE
          lease,   \* lease[n]: what is left of the kernel's lease
          promise, \* promise[n]: for how long n still promises not to take the addresses
          msgs,    \* datagrams in flight; lossy, reorderable
          call,    \* call[n]: n's call of ZooKeeper: sent, applied or refused at the server, answered
          ghost    \* ghost[n]: calls n has given up on and the server may still apply
vars == <<zk, sess, view, lease, promise, msgs, call, ghost>>

Other(n) == CHOOSE m \in Nodes : m # n
Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
Dec(x) == IF x > 0 THEN x - 1 ELSE 0
NoCall == [op |-> "none", st |-> "none"]
Earning == {"CLAIM", "CLAIM_PROVEN", "RENEW", "UNPAIR"}  \* their success is worth a lease

\* A new cluster; or a pair at work, which is reachable from there and shows a broken rule in fewer steps.
Init == \E first \in {[holder |-> n, mode |-> "PAIRED"] : n \in Nodes} \cup {[holder |-> None, mode |-> "SOLO"]} :
    /\ zk = first
    /\ view = [n \in Nodes |-> [holder |-> first.holder, mode |-> first.mode, e |-> 0]]
    /\ sess = [n \in Nodes |-> Guaranteed]
    /\ lease = [n \in Nodes |-> 0]
    /\ promise = [n \in Nodes |-> 0]
    /\ msgs = <<>>
    /\ call = [n \in Nodes |-> NoCall]
    /\ ghost = [n \in Nodes |-> {}]

(* ---- time, sessions, restarts ---- *)
\* What comes once it is worth nothing earns no lease; a heartbeat can then only end one or lengthen a promise.
Useful(seq) == SelectSeq(seq, LAMBDA m : m.left > 0)
Tick == /\ lease' = [n \in Nodes |-> Dec(lease[n])]  \* rule 10: it is the kernel that counts
        /\ promise' = [n \in Nodes |-> Dec(promise[n])]
        /\ sess' = [n \in Nodes |-> Dec(sess[n])]
        /\ msgs' = Useful([i \in DOMAIN msgs |-> [msgs[i] EXCEPT !.left = Dec(@)]])
        /\ call' = [n \in Nodes |-> IF call[n].op \in Earning THEN [call[n] EXCEPT !.age = Min(@ + 1, TZ)] ELSE call[n]]
        /\ UNCHANGED <<zk, view, ghost>>
Ping(n) == /\ sess[n] > 0 /\ sess' = [sess EXCEPT ![n] = Guaranteed]
           /\ UNCHANGED <<zk, view, lease, promise, msgs, call, ghost>>
SessionEnded(n) == \* and a new one began; nothing called in the old one can be applied any more
    /\ sess[n] = 0 /\ sess' = [sess EXCEPT ![n] = Guaranteed]
    /\ call' = [call EXCEPT ![n] = NoCall] /\ ghost' = [ghost EXCEPT ![n] = {}]
    /\ UNCHANGED <<zk, view, lease, promise, msgs>>
Abandon(n) == \* rule 7: a call given up on may still be applied
    /\ call' = [call EXCEPT ![n] = NoCall]
    /\ ghost' = [ghost EXCEPT ![n] = @ \cup (IF call[n].st = "sent" THEN {call[n].op} ELSE {})]
AnswerLost(n) == /\ call[n].op # "none" /\ Abandon(n) /\ UNCHANGED <<zk, sess, view, lease, promise, msgs>>
Now == [holder |-> zk.holder, mode |-> zk.mode, e |-> 0]
Fresh(n) == view[n].mode # "STALE"
EndedUnlessHolder(n) == [lease EXCEPT ![n] = IF zk.holder = n THEN @ ELSE 0]  \* rule 9
Read(n) == /\ sess[n] > 0 /\ ~Fresh(n) /\ view' = [view EXCEPT ![n] = Now]
           /\ lease' = EndedUnlessHolder(n)  \* rule 1: and no reading prolongs it
           /\ UNCHANGED <<zk, sess, promise, msgs, call, ghost>>
Restart(n) == \* of the agent's process; the kernel's lease stays
    \* Rule 8: long promises are in a file; it must suppose that it promised T. But if its kernel has a lease, the other
    \* has none and gets none by an old promise. (The code keeps a long one anyway.)
    /\ sess[n] > 0 /\ view' = [view EXCEPT ![n] = Now]
    /\ promise' = [promise EXCEPT ![n] = IF lease[n] > 0 THEN 0 ELSE Max(@, T)]
    /\ Abandon(n)
    /\ UNCHANGED <<zk, sess, lease, msgs>>

(* ---- heartbeats and acks, straight between the two servers ---- *)
SendHeartbeat(n) == \E d \in IF AsksLong THEN {T, G} ELSE {T} : \* rule 11: it carries the epoch
    /\ view[n].holder = n /\ Len(msgs) < MaxMsgs
    /\ msgs' = Append(msgs, [kind |-> "heartbeat", by |-> n, left |-> d, asks |-> d, e |-> view[n].e])
    /\ UNCHANGED <<zk, sess, view, lease, promise, call, ghost>>
Without(i) == SubSeq(msgs, 1, i - 1) \o SubSeq(msgs, i + 1, Len(msgs))
AckOf(m) == [kind |-> "ack", by |-> m.by, left |-> m.left, e |-> m.e]  \* by: whose heartbeat it was
HeartbeatSeen(n) == \E i \in DOMAIN msgs : LET m == msgs[i] IN
    /\ m.kind = "heartbeat" /\ m.by = Other(n) /\ view[n].holder = m.by
    /\ m.e = view[n].e  \* rule 11: n knows it as the present epoch
    /\ call[n].op = "none"  \* a claim on its way is no promise
    /\ lease' = [lease EXCEPT ![n] = 0]  \* rule 6
    /\ promise' = [promise EXCEPT ![n] = Max(@, m.asks)]  \* from receipt; and no heartbeat shortens one
    /\ msgs' = [msgs EXCEPT ![i] = AckOf(m)]
    /\ UNCHANGED <<zk, sess, view, call, ghost>>
IsMine(m, n) == /\ m.kind = "ack" /\ m.by = n /\ view[n].holder = n
                /\ m.e = view[n].e  \* rule 11: an ack counts in the epoch of its heartbeat
AckSeen(n) == \E i \in DOMAIN msgs : LET m == msgs[i] IN
    /\ IsMine(m, n)
    /\ call[n].op # "GIVE_UP"  \* rule 11: not while a call that gives the tenure away is out
    /\ lease' = [lease EXCEPT ![n] = Max(@, m.left)]  \* counted from when the heartbeat left
    /\ msgs' = Without(i)
    /\ UNCHANGED <<zk, sess, view, promise, call, ghost>>
Lose == \E i \in DOMAIN msgs : msgs' = Without(i) /\ UNCHANGED <<zk, sess, view, lease, promise, call, ghost>>

(* ---- ZooKeeper calls: rule 1, each a compare-and-set of the tenure at the version in n's view ---- *)
Idle(n) == sess[n] > 0 /\ call[n].op = "none" /\ Fresh(n)
Promised(n) == promise[n] > 0
Call(n, op) == call' = [call EXCEPT ![n] = IF op \in Earning THEN [op |-> op, st |-> "sent", age |-> 0]
                                                             ELSE [op |-> op, st |-> "sent"]]
Rest == <<zk, sess, view, lease, promise, msgs, ghost>>
Names(n, holder, mode) == view[n].holder = holder /\ view[n].mode = mode
ClaimVacant(n) == Idle(n) /\ view[n].holder = None /\ ~Promised(n) /\ Call(n, "CLAIM") /\ UNCHANGED Rest
ClaimPaired(n) == \* rules 2 and 3: the promise has run out, and the version is proof enough
    Idle(n) /\ Names(n, Other(n), "PAIRED") /\ ~Promised(n) /\ Call(n, "CLAIM") /\ UNCHANGED Rest
ClaimAbandoned(n) == \* rule 3: with proof that the holder's session has ended
    Idle(n) /\ view[n].holder = Other(n) /\ ~Promised(n) /\ Call(n, "CLAIM_PROVEN") /\ UNCHANGED Rest
Renew(n) == Idle(n) /\ Names(n, n, "SOLO") /\ ~Promised(n) /\ Call(n, "RENEW") /\ UNCHANGED Rest
Unpair(n) == \* rule 5: no solo lease yet
    Idle(n) /\ Names(n, n, "PAIRED") /\ ~Promised(n) /\ Call(n, "UNPAIR") /\ UNCHANGED Rest
Pair(n) == \E i \in DOMAIN msgs : \* a solo lease must not outlive the proposal
    /\ Idle(n) /\ Names(n, n, "SOLO") /\ IsMine(msgs[i], n)
    /\ lease' = [lease EXCEPT ![n] = msgs[i].left]  \* rule 4: replaced, not prolonged
    /\ msgs' = Without(i) /\ Call(n, "PAIR")
    /\ UNCHANGED <<zk, sess, view, promise, ghost>>
\* A switchover: the new holder's heartbeat is answered by an ack, which says both "I have dropped my lease" and "I will
\* not take the addresses". Without promises the lease goes first.
HandOver(n) == Idle(n) /\ Names(n, n, "PAIRED") /\ Call(n, "HAND_OVER") /\ UNCHANGED Rest
GiveUp(n) == /\ Idle(n) /\ Names(n, n, "SOLO") /\ Call(n, "GIVE_UP")
             /\ lease' = [lease EXCEPT ![n] = 0]
             /\ UNCHANGED <<zk, sess, view, promise, msgs, ghost>>

(* ---- the server, and its answers ---- *)
Proposed(n, op) == CASE op \in Earning -> [holder |-> n, mode |-> "SOLO"]
                     [] op = "PAIR" -> [holder |-> n, mode |-> "PAIRED"]
                     [] op = "HAND_OVER" -> [holder |-> Other(n), mode |-> "PAIRED"]
                     [] op = "GIVE_UP" -> [holder |-> Other(n), mode |-> "SOLO"]
ProofHolds(n, op) == op = "CLAIM_PROVEN" => sess[Other(n)] = 0  \* rule 3: checked in the same transaction
Aged(e, moved) == IF moved THEN Min(e + 1, 2) ELSE e
StaleView(v, moved) == LET e == Aged(v.e, moved) IN
    [holder |-> IF e = 2 THEN None ELSE v.holder, mode |-> "STALE", e |-> e]
Refused(op) == [op |-> IF op = "GIVE_UP" THEN op ELSE "any", st |-> "refused"]
StaleCall(c, moved) == CASE c.st \in {"none", "refused"} -> c
                         [] c.st = "sent" -> Refused(c.op)
                         [] c.st = "applied" -> [c EXCEPT !.fresh = FALSE, !.e = Aged(@, moved)]
Applied(c) == IF c.op \in Earning THEN [op |-> "RENEW", st |-> "applied", age |-> c.age, fresh |-> TRUE, e |-> 0]
                                  ELSE [op |-> c.op, st |-> "applied", fresh |-> TRUE, e |-> 0]
Write(n, op, afterwards) == \* afterwards: n's call. Other copies of the version are stale, so a lost call is (rule 7)
    LET to == Proposed(n, op)  moved == to.holder # zk.holder IN
    /\ zk' = to
    /\ view' = [x \in Nodes |-> StaleView(view[x], moved)]
    /\ call' = [x \in Nodes |-> IF x = n THEN afterwards ELSE StaleCall(call[x], moved)]
    /\ ghost' = [x \in Nodes |-> {}]
    /\ msgs' = SelectSeq([i \in DOMAIN msgs |-> [msgs[i] EXCEPT !.e = Aged(@, moved)]], LAMBDA m : m.e < 2)
Apply(n) == \* the leader counts the session anew, but from what the follower told it last
    /\ call[n].st = "sent" /\ sess[n] > 0
    /\ sess' = [sess EXCEPT ![n] = Max(@, Guaranteed)]
    /\ IF ProofHolds(n, call[n].op)
       THEN Write(n, call[n].op, Applied(call[n]))
       ELSE call' = [call EXCEPT ![n] = Refused(call[n].op)] /\ UNCHANGED <<zk, view, ghost, msgs>>
    /\ UNCHANGED <<lease, promise>>
ApplyLost(n) == \E op \in ghost[n] :
    /\ sess[n] > 0 /\ ProofHolds(n, op)
    /\ Write(n, op, StaleCall(call[n], Proposed(n, op).holder # zk.holder))
    /\ UNCHANGED <<sess, lease, promise>>
Answered(n) == LET c == call[n]  to == Proposed(n, c.op)  seen == [holder |-> to.holder, mode |-> to.mode, e |-> c.e] IN
    /\ c.st = "applied" /\ call' = [call EXCEPT ![n] = NoCall]
    /\ view' = [view EXCEPT ![n] = IF c.fresh THEN seen ELSE StaleView(seen, FALSE)]
    /\ lease' = [lease EXCEPT ![n] = CASE to.holder # n -> 0  \* rule 9
                                       [] c.op = "RENEW" /\ ~Promised(n) -> Max(@, TZ - c.age)  \* from when it left
                                       [] OTHER -> @]
    /\ UNCHANGED <<zk, sess, promise, msgs, ghost>>
AnsweredRefused(n) == \* and it reads again
    /\ call[n].st = "refused" /\ sess[n] > 0 /\ call' = [call EXCEPT ![n] = NoCall]
    /\ view' = [view EXCEPT ![n] = Now] /\ lease' = EndedUnlessHolder(n)
    /\ UNCHANGED <<zk, sess, promise, msgs, ghost>>

Next == \/ Tick \/ Lose
        \/ \E n \in Nodes : \/ Ping(n) \/ SessionEnded(n) \/ AnswerLost(n) \/ Read(n) \/ Restart(n)
                            \/ SendHeartbeat(n) \/ HeartbeatSeen(n) \/ AckSeen(n)
                            \/ ClaimVacant(n) \/ ClaimPaired(n) \/ ClaimAbandoned(n) \/ Renew(n)
                            \/ Pair(n) \/ Unpair(n) \/ HandOver(n) \/ GiveUp(n)
                            \/ Apply(n) \/ ApplyLost(n) \/ Answered(n) \/ AnsweredRefused(n)
Spec == Init /\ [][Next]_vars
Symmetry == Permutations(Nodes)

AtMostOneOwner == ~ \E a, b \in Nodes : a # b /\ lease[a] > 0 /\ lease[b] > 0

\* What must be possible: TLC has to find each of these false, else the model forbids what it should only keep safe.
NobodyEverOwns == \A n \in Nodes : lease[n] = 0
NobodyOwnsByPromise == \A n \in Nodes : ~ (lease[n] > 0 /\ promise[Other(n)] > 0)
NobodyTakesOver == \A n \in Nodes : ~ (lease[n] > 0 /\ view[Other(n)].holder = Other(n) /\ view[Other(n)].e = 1)
=============================================================================
