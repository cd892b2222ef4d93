// What other balancers call the things that we call otherwise: who comes from one of them gets our word as the suggestion.
using System.Collections.Frozen;

namespace Weir.Configuration.Source;

/// <summary>Looks words up without regard to case, <c>_</c>, <c>-</c> and blanks.</summary>
internal static class PeerWords
{
    // Words of nginx, HAProxy, Envoy, Caddy, Traefik and YARP; of several words of ours the one that the place has is taken.
    private static readonly FrozenDictionary<string, string[]> s_words = new Dictionary<
        string,
        string[]
    >(StringComparer.Ordinal)
    {
        ["leastconn"] = ["leastConnections"],
        ["leastrequest"] = ["leastConnections"],
        ["leastrequests"] = ["leastConnections"],
        ["leastoutstandingrequests"] = ["leastConnections"],
        ["rr"] = ["roundRobin"],
        ["wrr"] = ["roundRobin"],
        ["staticrr"] = ["roundRobin"],
        ["weightedroundrobin"] = ["roundRobin"],
        ["p2c"] = ["powerOfTwo"],
        ["randomtwo"] = ["powerOfTwo"],
        ["randomtwoleastconn"] = ["powerOfTwo"],
        ["randomchoose"] = ["powerOfTwo"],
        ["poweroftwochoices"] = ["powerOfTwo"],
        ["upstream"] = ["backends", "cluster", "clusters"],
        ["upstreams"] = ["backends", "clusters"],
        ["server"] = ["backends", "address", "listen", "listeners"],
        ["servers"] = ["backends", "listeners"],
        ["endpoint"] = ["address", "backends"],
        ["endpoints"] = ["backends"],
        ["destinations"] = ["backends"],
        ["targets"] = ["backends"],
        ["members"] = ["backends"],
        ["url"] = ["address"],
        ["proxypass"] = ["cluster"],
        ["reverseproxy"] = ["cluster", "backends"],
        ["usebackend"] = ["cluster"],
        ["defaultbackend"] = ["cluster"],
        ["clusterid"] = ["cluster"],
        ["service"] = ["cluster"],
        ["services"] = ["clusters"],
        ["frontend"] = ["listen", "listeners"],
        ["frontends"] = ["listeners"],
        ["entrypoints"] = ["listeners"],
        ["bind"] = ["address", "listen", "listeners"],
        ["location"] = ["pathPrefix", "routes"],
        ["locations"] = ["routes"],
        ["rules"] = ["routes"],
        ["rule"] = ["routes"],
        ["match"] = ["pathPrefix", "routes"],
        ["path"] = ["pathPrefix"],
        ["prefix"] = ["pathPrefix"],
        ["pathbeg"] = ["pathPrefix"],
        ["servername"] = ["host"],
        ["hostname"] = ["host"],
        ["hosts"] = ["host", "allowedHosts"],
        ["domains"] = ["host"],
        ["balance"] = ["algorithm"],
        ["lbpolicy"] = ["algorithm"],
        ["loadbalancingpolicy"] = ["algorithm"],
        ["policy"] = ["algorithm"],
        ["strategy"] = ["algorithm"],
        ["timeoutconnect"] = ["backendConnectTimeout"],
        ["connecttimeout"] = ["backendConnectTimeout"],
        ["proxyconnecttimeout"] = ["backendConnectTimeout"],
        ["dialtimeout"] = ["backendConnectTimeout"],
        ["timeoutserver"] = ["responseTimeout"],
        ["proxyreadtimeout"] = ["responseTimeout"],
        ["readtimeout"] = ["responseTimeout", "clientHeaderTimeout"],
        ["requesttimeout"] = ["responseTimeout"],
        ["timeoutclient"] = ["connectionIdleTimeout"],
        ["timeouttunnel"] = ["connectionIdleTimeout"],
        ["timeouthttpkeepalive"] = ["connectionIdleTimeout"],
        ["keepalivetimeout"] = ["connectionIdleTimeout"],
        ["idletimeout"] = ["connectionIdleTimeout"],
        ["timeouthttprequest"] = ["clientHeaderTimeout"],
        ["timeoutqueue"] = ["queueTimeout"],
        ["timeoutcheck"] = ["healthCheck", "timeout"],
        ["keepalive"] = ["connectionPoolSize"],
        ["poolsize"] = ["connectionPoolSize"],
        ["poolmaxconn"] = ["connectionPoolSize"],
        ["maxconn"] = ["maxConnections"],
        ["maxconns"] = ["maxConnections"],
        ["maxpendingrequests"] = ["maxQueue"],
        ["maxfails"] = ["backendFailureThreshold"],
        ["fall"] = ["backendFailureThreshold"],
        ["unhealthythreshold"] = ["backendFailureThreshold"],
        ["rise"] = ["successThreshold"],
        ["healthythreshold"] = ["successThreshold"],
        ["inter"] = ["backendCheckInterval"],
        ["interval"] = ["backendCheckInterval", "metricsInterval"],
        ["check"] = ["healthCheck"],
        ["optionhttpchk"] = ["healthCheck"],
        ["httpchk"] = ["healthCheck"],
        ["healthchecks"] = ["healthCheck"],
        ["health"] = ["healthCheck"],
        ["proxynextupstreamtries"] = ["retries"],
        ["retry"] = ["retries"],
        ["numretries"] = ["retries"],
        ["clientmaxbodysize"] = ["maxBodyBytes"],
        ["maxrequestbodysize"] = ["maxBodyBytes"],
        ["largeclientheaderbuffers"] = ["maxHeaderBytes"],
        ["setrealipfrom"] = ["trustedProxies"],
        ["forwardedfor"] = ["trustedProxies"],
        ["workerprocesses"] = ["threads"],
        ["nbthread"] = ["threads"],
        ["concurrency"] = ["threads"],
        ["workers"] = ["threads"],
        ["log"] = ["logging", "accessLog"],
        ["errorlog"] = ["logging"],
        ["loglevel"] = ["level"],
        ["output"] = ["mode"],
        ["stats"] = ["admin"],
        ["api"] = ["admin"],
        ["auth"] = ["token"],
        ["password"] = ["token"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Our words for it, the likeliest first; none where no other program has it.</summary>
    public static IReadOnlyList<string> Of(string word) =>
        s_words.TryGetValue(Plain(word), out string[]? ours) ? ours : [];

    /// <summary>The one of <paramref name="names"/> that the word stands for in other programs, or is but for its spelling; null without one.</summary>
    public static string? Find(string word, IEnumerable<string> names)
    {
        string[] known = [.. names];
        string plain = Plain(word);
        return Array.Find(known, n => string.Equals(Plain(n), plain, StringComparison.Ordinal))
            ?? Of(word).FirstOrDefault(ours => known.Contains(ours, StringComparer.Ordinal));
    }

    private static string Plain(string word) =>
        string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
