SELECT user_group.user_id, groups.name FROM user_group JOIN groups ON groups.id = user_group.group_id
 WHERE user_group.user_id IN (1, 2) ORDER BY user_group.user_id;
