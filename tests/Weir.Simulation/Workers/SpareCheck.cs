// Looks whether what waits to be used again is as one newly made: whatever a session or connection keeps of its last life, its next client
// would meet.
using System.Collections;
using System.Reflection;
using Weir.Proxy.Clients;
using Weir.Proxy.Pooling;
using Weir.Proxy.Workers;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>Compares field by field, private ones and those of parts included.</summary>
internal static class SpareCheck
{
    private const BindingFlags OwnFields =
        BindingFlags.Instance
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    public static void Check(Worker worker)
    {
        ClientSpares clients = worker.Clients;
        ConnectionPool pool = clients.Services.Pool;
        CheckAll(clients.Http1Clients.Waiting, new Http1Client(clients));
        CheckAll(clients.TcpSessions.Waiting, new TcpSession(clients));
        CheckAll(pool.Spares.Waiting, new PooledConnection(pool));
    }

    private static void CheckAll<T>(IReadOnlyCollection<T> spares, T fresh)
        where T : class
    {
        foreach (T spare in spares)
        {
            Compare(spare, fresh, typeof(T).Name, []);
        }

        if (spares.Distinct().Count() != spares.Count)
        {
            throw new SimFailureException($"a {typeof(T).Name} would serve two clients at once");
        }
    }

    // Parts may point back to what they are part of.
    private static void Compare(object spare, object fresh, string path, List<object> above)
    {
        if (above.Exists(seen => ReferenceEquals(seen, spare)))
        {
            return;
        }

        List<object> here = [.. above, spare];
        for (Type? type = spare.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(OwnFields))
            {
                CompareValues(
                    field.GetValue(spare),
                    field.GetValue(fresh),
                    $"{path}.{field.Name}",
                    here
                );
            }
        }
    }

    private static void CompareValues(object? spare, object? fresh, string path, List<object> above)
    {
        bool isSimple =
            spare is null
            || fresh is null
            || spare.GetType().IsPrimitive
            || spare is Enum or string;
        if (ReferenceEquals(spare, fresh) || (isSimple && Equals(spare, fresh)))
        {
            return;
        }

        if (isSimple || spare is ICollection { Count: > 0 })
        {
            throw new SimFailureException($"{path} is {spare ?? "null"} of a former life");
        }

        if (spare is not ICollection)
        {
            Compare(spare!, fresh!, path, above); // null is simple
        }
    }
}
