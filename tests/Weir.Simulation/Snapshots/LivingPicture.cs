// Every value that the living state of a load balancer holds, as text, so that two moments can be compared.
using System.Collections;
using System.Globalization;
using System.Reflection;
using Weir.Proxy.Snapshots;

namespace Weir.Simulation.Snapshots;

/// <summary>Walks from a snapshot through all fields of Weir's own types; who is told of changes is not part of it.</summary>
internal sealed class LivingPicture
{
    private const BindingFlags Fields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<object> _toDo = new();
    private readonly List<string> _lines = [];

    private LivingPicture(object root)
    {
        Name(root);
        while (_toDo.TryDequeue(out object? next))
        {
            Describe(next);
        }
    }

    public static string[] Of(ProxySnapshot inForce) => [.. new LivingPicture(inForce)._lines];

    private void Describe(object thing)
    {
        string name = $"{thing.GetType().Name} {_numbers[thing]}";
        if (thing is Array array)
        {
            _lines.Add($"{name}: {string.Join(' ', array.Cast<object?>().Select(Name))}");
            return;
        }

        for (Type? type = thing.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Fields | BindingFlags.DeclaredOnly))
            {
                _lines.Add($"{name} {field.Name}: {Name(field.GetValue(thing))}");
            }
        }
    }

    // What has fields of its own is named here and described in its turn.
    private string Name(object? value)
    {
        if (
            value is null or string or Delegate
            || value.GetType() is { IsPrimitive: true } or { IsEnum: true }
        )
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        bool isOurs = value.GetType().Assembly == typeof(ProxySnapshot).Assembly;
        if (!isOurs && value is IEnumerable and not Array)
        {
            return string.Join(' ', ((IEnumerable)value).Cast<object?>().Select(Name));
        }

        if (!isOurs && value is not (Array or ValueType))
        {
            return value.GetType().Name;
        }

        if (!_numbers.TryGetValue(value, out int number))
        {
            _numbers.Add(value, number = _numbers.Count);
            _toDo.Enqueue(value);
        }

        return $"{value.GetType().Name} {number}";
    }
}
